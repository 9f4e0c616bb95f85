"""Runs every shipped scenario and writes what comes out into the table of scenarios/README.md.

Run: /usr/bin/python3 scenarios/table.py [PROGRAM] [--replications N] [--seed S]

Columns: members besides the sponsor at the ends of 2030, 2035 and 2040, mean and 5 to 95 percent of the replications;
members of the two rivals at the end of 2040, mean; and the difference to the baseline at the end of 2040, replicate by
replicate (common random numbers), with the half-width of its 95 percent interval.
"""

import argparse
import pathlib
import re
import subprocess
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
YEARS = (2030, 2035, 2040)
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def run(program, scenario, folder, replications, seed):
    """Simulates a scenario; returns its result file, opened."""
    config, result = folder / f"{scenario.stem}.cfg", folder / f"{scenario.stem}.h5"
    dates = ", ".join(f'"{year}-12-31"' for year in YEARS)
    config.write_text(f'scenario = "{scenario}"; output: {{ dates = [{dates}]; }};', encoding="utf-8")
    subprocess.run([program, "run", config, "-n", str(replications), "-s", str(seed), "-o", result, "-q"],
                   check=True, stdout=subprocess.DEVNULL)
    return h5py.File(result, "r")


def members(file, year):
    return file["at_n_members"][:, YEARS.index(year)].astype(float)


def cell(values):
    low, high = np.quantile(values, [0.05, 0.95], method="inverted_cdf")
    return f"{values.mean():.1f} ({low:.0f}–{high:.0f})"


def difference(values, base):
    paired = values - base
    half = 1.96 * paired.std(ddof=1) / np.sqrt(len(paired))
    return f"{paired.mean():+.1f} ± {half:.1f}"


def row(scenario, file, base):
    values = {year: members(file, year) for year in YEARS}
    cells = [f"`{scenario.stem}`"] + [cell(values[year]) for year in YEARS]
    cells += [f"{file[name][:, -1].mean():.1f}" for name in ("at_n_us", "at_n_rights")]
    same_start = base is not None and file["time"].attrs["units"] == base["time"].attrs["units"]
    cells.append(difference(values[YEARS[-1]], members(base, YEARS[-1])) if same_start else "–")
    return "| " + " | ".join(cells) + " |"


def table(program, replications, seed):
    lines = ["| scenario | members 2030 | members 2035 | members 2040 | us 2040 | rights 2040 | 2040 less baseline |",
             "|---|---|---|---|---|---|---|"]
    scenarios = sorted(HERE.glob("*.cfg"), key=lambda path: (path.stem not in ("baseline", "founded"), path.stem))
    base = None
    with tempfile.TemporaryDirectory() as folder:
        for scenario in scenarios:
            file = run(program, scenario, pathlib.Path(folder), replications, seed)
            lines.append(row(scenario, file, base))
            base = file if scenario.stem == "baseline" else base
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=str(HERE.parent / "build" / "waico"))
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    document = HERE / "README.md"
    text = document.read_text(encoding="utf-8")
    lines = table(arguments.program, arguments.replications, arguments.seed)
    text = re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{lines}\n{END}", text, flags=re.S)
    document.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
