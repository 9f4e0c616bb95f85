"""A small world and small experiments for tests that run the program hundreds of times."""
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "scenarios", "data")
CODES = ("BRA", "CHN", "DEU", "IDN", "KEN", "PAK", "USA", "ZAF")


def rows(name):
    with open(os.path.join(DATA, name), newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def write(path, lines):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def world(folder, end="2029-01-01"):
    """Eight countries of the shipped tables, three and a half years; returns the name of the scenario."""
    table = rows("countries.csv")
    write(os.path.join(folder, "countries.csv"), table[:1] + [r for r in table[1:] if r[0] in CODES])
    table = rows("borders.csv")
    write(os.path.join(folder, "borders.csv"), table[:1] + [r for r in table[1:] if r[0] in CODES and r[1] in CODES])
    table = rows("blocs.csv")
    write(os.path.join(folder, "blocs.csv"), table[:1] + [r for r in table[1:] if r[0] in CODES])
    path = os.path.join(folder, "small.cfg")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'''title = "Eight countries"; question = "";
start = "2025-07-26"; end = "{end}";
world: {{ countries = "countries.csv"; borders = "borders.csv"; blocs = "blocs.csv"; }};
sponsor = "CHN"; rival_leader = "USA"; summit_day = "07-26";
initial: {{ status = (); us = ["USA"]; rights = "rights_member"; rivals_open = ["rights"]; }};
calendar = (
    {{ date = "2025-12-12"; event = "rival_opens";  rival = "us"; }},
    {{ date = "2026-07-16"; event = "signing_opens"; }},
    {{ date = "2026-07-16"; event = "ceremony"; }} );
charter: {{ ratifications_to_enter = 2.0; minimum_members = 1.0; }};
''')
    return path


PEERS = '{ path = "affinity.peers"; from = 0.0; to = 3.0; }'
DESIGNS = {
    "grid": 'design = "grid"; parameters = ( { path = "affinity.peers"; from = 0.0; to = 3.0; count = 3; },'
            ' { path = "decision.rationality"; values = [0.5, 1.0]; } );',
    "oat": 'design = "oat"; parameters = ( { path = "affinity.peers"; low = 0.0; base = 1.0; high = 3.0; },'
           ' { path = "trust.rest"; low = 0.2; base = 0.5; high = 0.8; } );',
    "lhs": 'design = "lhs"; points = 6; parameters = ( ' + PEERS + ', { path = "trust.rest"; from = 0.1; to = 0.9; } );',
    "sobol": 'design = "sobol"; points = 6; parameters = ( ' + PEERS + ', { path = "trust.rest"; from = 0.1; to = 0.9; } );',
    "morris": 'design = "morris"; trajectories = 3; parameters = ( ' + PEERS +
              ', { path = "trust.rest"; from = 0.1; to = 0.9; } );',
    "saltelli": 'design = "saltelli"; size = 2; parameters = ( ' + PEERS +
                ', { path = "trust.rest"; from = 0.1; to = 0.9; } );',
}


def config(folder, design="grid", replications=12, extra="", name=None):
    """A config of that design over the small world; returns its name."""
    if not os.path.exists(os.path.join(folder, "small.cfg")):
        world(folder)
    path = os.path.join(folder, name or f"{design}.cfg")
    ensemble = replications if isinstance(replications, str) else f"replications = {replications};"
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'''scenario = "small.cfg";
ensemble: {{ {ensemble} seed = "42"; }};
sweep: {{ {DESIGNS.get(design, design)} }};
metrics = ( {{ name = "members_end"; series = "n_members"; reduce = "final"; }},
            {{ name = "signed_end"; series = "n_signed"; reduce = "final"; }} );
{extra}''')
    return path


def dated(folder):
    """A config of one ensemble with all that one can have: logs, shares, readings at dates, metrics; returns its name."""
    path = config(folder, "dated", 6, extra='output: { detail = "events"; p_status = true; dates = ["2026-08-02", "2028-01-01"]; };')
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("sweep: { dated };\n", ""))
    return path
