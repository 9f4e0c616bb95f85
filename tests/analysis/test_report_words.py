"""The words and numbers of a report: who, where and when from the file, what the numbers hold and what not, no false pairs."""
import html
import re
import shutil
import subprocess

import h5py
import numpy as np
import pytest

from waico.analysis import load
from waico.analysis.case import Case, NotInFile
from waico.analysis.report import content, fit, page

import made
from simulated import simulator
from made import altered

INDIAN = '''extends = "baseline.cfg";
title = "An Indian club";
question = "Who would join India?";
place = "New Delhi";
sponsor = "IND";
rival_leader = "CHN";
initial: { us = ["CHN"]; };
'''
SWEEP = '''title = "Two metrics";
scenario = "scenarios/baseline.cfg";
ensemble: {{ {ensemble} seed = "1"; }};
output: {{ detail = "{detail}"; }};
sweep: {{ {sweep} }};
metrics = ( {{ name = "z_members"; series = "n_members"; at = "2030-12-31"; }}, {{ name = "a_often"; series = "n_members"; at = "2030-12-31"; share_above = 56.0; }} );
'''
PARAMETERS = '''parameters = ( {{ path = "affinity.peers"; {first} }}, {{ path = "rival.us.pressure"; {second} }} );'''
UNIFORM = PARAMETERS.format(first="from = 0.0; to = 2.0;", second="from = 0.0; to = 0.8;")
DESIGNS = {
    "grid": PARAMETERS.format(first="values = [0.0, 2.0];", second="values = [0.0, 0.4, 0.8];"),
    "oat": PARAMETERS.format(first="low = 0.0; base = 1.0; high = 2.0;", second="low = 0.0; base = 0.4; high = 0.8;"),
    "morris": "trajectories = 3; levels = 4; " + UNIFORM, "saltelli": "size = 4; second_order = true; " + UNIFORM,
    "lhs": "points = 40; " + UNIFORM, "sobol": "points = 8; " + UNIFORM}
SCENARIOS = '''scenarios = ( "scenarios/baseline.cfg", "scenarios/no_peers.cfg" );
ensemble: { replications = 12; seed = "1"; crn = %s; };
sweep: { design = "scenarios"; };
output: { detail = "replicates"; };
metrics = ( { name = "z_members"; series = "n_members"; reduce = "final"; }, { name = "a_signed"; series = "n_signed"; reduce = "final"; } );
'''


@pytest.fixture(scope="module")
def made_files(tmp_path_factory):
    """Result files of the simulator by name, each made when it is first asked for."""
    program = simulator()
    if program is None:
        pytest.skip("build/waico is not there")
    folder = tmp_path_factory.mktemp("words")
    shutil.copytree(made.ROOT / "scenarios", folder / "scenarios")
    (folder / "scenarios" / "indian.cfg").write_text(INDIAN)
    (folder / "scenarios" / "short.cfg").write_text('extends = "baseline.cfg";\ntitle = "Short";\nend = "2036-01-01";\n')
    for name, design in DESIGNS.items():
        (folder / f"{name}.cfg").write_text(SWEEP.format(ensemble="replications = 6;", detail="summary", sweep=f'design = "{name}"; {design}'))
    (folder / "adaptive.cfg").write_text(SWEEP.format(
        ensemble='adaptive: { target = "z_members"; half_width = 0.05; confidence = 0.95; min = 6; max = 8; };', detail="summary",
        sweep='design = "grid"; parameters = ( { path = "affinity.peers"; values = [0.0, 1.0]; } );'))
    for name, crn in (("common", "true"), ("own", "false")):
        (folder / f"{name}.cfg").write_text(SCENARIOS % crn)

    def get(name):
        target = folder / f"{name}.h5"
        if not target.exists():
            if (folder / f"{name}.cfg").exists():
                command = ["sweep", f"{name}.cfg"]
            else:
                scenario, _, more = name.partition(" ")
                command = ["run", f"scenarios/{scenario}.cfg", "-n", "40", "--seed", "1", *more.split()]
            subprocess.run([program, *command, "-o", str(target), "-q"], cwd=folder, check=True, capture_output=True)
        return target
    return get


@pytest.fixture()
def words(monkeypatch):
    """The text of a report about some files, without its pictures."""
    def nothing(*_, **__):
        raise NotInFile("no picture here")
    monkeypatch.setattr(content, "draw", nothing)

    def text_of(*paths, **options):
        results = [load(path) for path in paths]
        try:
            text = page.html(content.build(results, **options))
        finally:
            for result in results:
                result.close()
        text = re.sub(r"<style>.*?</style>|<details.*?</details>", "", text, flags=re.DOTALL)
        assert not re.search(r"\bnan\b|\binf\b", re.sub(r"<[^>]+>", " ", text), re.IGNORECASE)
        return html.unescape(re.sub(r"</t[dh]>", " | ", re.sub(r"</?(?:tr|p|li|h\d)[^>]*>", "\n", text)).replace("<td>", "")), text
    return lambda *paths, **options: re.sub(r"<[^>]+>", "", text_of(*paths, **options)[0])


def table(text, caption):
    """The rows, the head first, of the first table after some words."""
    rows = [[cell.strip() for cell in line.split(" | ")[:-1]] for line in text[text.index(caption):].splitlines()]
    first = next(i for i, row in enumerate(rows) if row)
    kept = []
    for row in rows[first:]:
        if row and len(row) == len(rows[first]):
            kept.append(row)
        elif row:
            break
    return kept


def test_the_report_says_who_where_and_when(made_files, words):
    text = words(made_files("baseline"))
    for said in ("The sponsor is China", "led by the United States", "signing ceremony in Shanghai on 2026-07-16", "from 2025-07-26 to 2040-12-31",
                 "Who signs, who joins, who deepens by 2040 if nothing else changes?", "a core member from the start", "an account"):
        assert said in text, said


def test_a_report_about_another_sponsor_names_that_one(made_files, words):
    text = words(made_files("indian"))
    opening = text[:text.rindex("Who, where and when")]
    assert "The sponsor is India" in opening and "led by China" in opening and "New Delhi" in opening and "besides India" in opening
    assert "Shanghai" not in text and "besides China" not in text and "United States" not in opening and "Who would join India?" in opening


def test_other_sponsors_beside_it_are_named(made_files, words):
    text = words(made_files("baseline"), made_files("indian"))
    assert "In “An Indian club” the sponsor is India" in text and "sponsor: China → India" in text


def test_scores_are_marked_in_sample_where_they_stand(made_files, words):
    text = words(made_files("baseline"))
    assert re.search(r"AUC\) of 0\.\d{3} \(in-sample", text)
    rows = table(text, "Signatures against the record")
    assert len(rows) == 3 and all("(in-sample)" in row[7] and "(in-sample)" in row[8] for row in rows[1:])


def test_scores_are_those_of_the_run_itself(made_files):
    import json
    path = made_files("baseline")
    done = subprocess.run([simulator(), "run", "scenarios/baseline.cfg", "-n", "40", "--seed", "1", "-q", "--json", "-o", "again.h5"], cwd=path.parent,
                          check=True, capture_output=True, text=True)
    right = json.loads(done.stdout)["signatures"]
    with load(path) as result:
        found = fit.scores(Case(result))
    assert [str(one.date) for one in found] == [one["date"] for one in right]
    for one, other in zip(found, right):
        assert one.recorded == other["recorded"] and (one.low, one.median, one.high) == pytest.approx((other["q05"], other["median"], other["q95"]))
        # the file keeps signatures in steps of a third of a day, so one next to midnight can fall on the other side
        assert one.auc == pytest.approx(other["auc"], abs=1e-3) and one.log_score == pytest.approx(other["log_score"], abs=1e-3)
        assert one.base_log_score == pytest.approx(other["base_log_score"], abs=1e-12)


def test_the_range_is_said_to_be_luck_and_judgement_is_counted(made_files, words):
    text = words(made_files("baseline"))
    with load(made_files("baseline")) as result:
        sources = [entry["source"] for entry in result.parameters().values()]
    judged = sum("judgement" in source for source in sources)
    assert "luck of the model alone" in text and f"{judged} of {len(sources)} parameters rest on judgement" in text


def test_likeliest_joiners_that_had_not_signed_are_marked_and_counted(made_files, words):
    text = words(made_files("baseline"))
    rows = table(text, "countries likeliest to become members")[1:]
    with load(made_files("baseline")) as result:
        signed = {str(name): np.isfinite(when) for name, when in zip(result.country_names(), result.input("recorded_signed"))}
    assert len(rows) == 20
    for row in rows:
        assert re.fullmatch(r"signed 2026-07-\d\d", row[5]) if signed[row[0]] else row[5] == "not signed", row
    assert "record up to 2026-07-31" in text
    had = sum(bool(signed[row[0]]) for row in rows)
    assert f"Of the 20 likeliest members {had} had signed by 2026-07-31, the last date of the record; {20 - had} had not" in text


def test_the_share_of_gdp_is_given_with_and_without_the_sponsor(made_files, words):
    text = words(made_files("baseline"))
    said = re.search(r"Members hold on average ([\d.]+) % of world GDP with China, ([\d.]+) % without it \(China alone: ([\d.]+) %\)", text)
    total, others, alone = map(float, said.groups())
    assert alone == pytest.approx(17.1, abs=0.05) and total - others == pytest.approx(alone, abs=0.11)
    row = table(text, "Signed and members over time")[-1]
    assert row[5] == f"{said[1]} %" and row[6] == f"{said[2]} %"


def test_dates_are_dates(made_files, words):
    text = words(made_files("baseline"))
    assert not re.search(r"\b20[2-4]\d\.\d", text)
    assert re.search(r"the charter enters into force, at the median on 20\d\d-\d\d-\d\d", text)


def test_numbers_are_the_same_in_text_and_tables(made_files, words):
    text = words(made_files("baseline"), labels=["B"])
    said = re.search(r"has ([\d.]+) members besides China; 90 % of replications lie between ([\d.]+) and ([\d.]+)\.\n", text)
    row = table(text, "Signed and members over time")[-1]
    assert row[3] == said[1] and row[4] == f"{said[2]} to {said[3]}"


@pytest.mark.parametrize("design", DESIGNS)
def test_a_report_of_a_sweep_shows_every_metric_in_the_order_of_the_config(made_files, words, design):
    text = words(made_files(design))
    first, second = text.index("Two metrics: z_members"), text.index("Two metrics: a_often")
    assert first < second
    caption = {"grid": "share of the variance", "oat": "one parameter at a time", "morris": "elementary effects", "saltelli": "Sobol’ indices"}.get(design)
    if caption:
        assert f"z_members: {caption}" in text and f"a_often: {caption}" in text


def test_indices_in_the_report_are_those_of_the_file(made_files, words):
    text = words(made_files("saltelli"))
    with h5py.File(made_files("saltelli")) as file:
        total = file["sobol_total"][0]
        assert f"Rests on {file['sobol_used'][0]} rows" in text
    rows = table(text, "z_members: Sobol’ indices")[1:]
    assert sorted(row[3] for row in rows) == sorted(f"{100 * value:.1f} %".replace("-", "−") for value in total)
    assert "second-order Sobol’ indices" in text


def test_shares_of_replications_are_per_cent_with_an_interval_that_is_never_a_point(made_files, words):
    text = words(made_files("grid"))
    rows = table(text[text.rindex("a_often: share of replications"):], "a_often")[1:]
    assert len(rows) == 6 and all(row[-2].endswith("%") and " to " in row[-1] for row in rows)
    assert not any(row[-1] in ("0 % to 0 %", "100 % to 100 %") for row in rows)


def test_an_adaptive_sweep_that_missed_its_goal_says_so_under_the_title(made_files, words):
    text = words(made_files("adaptive"))
    notes = text[:text.index("The question")]
    assert "The goal was missed: at 2 of 2 points" in notes and "±0.05" in notes


def test_an_interrupted_file_says_so_under_the_title(made_files, words, tmp_path):
    cut = tmp_path / "cut.h5"
    cut.write_bytes(made_files("baseline").read_bytes())
    with h5py.File(cut, "r+") as file:
        file["replicates_asked"][...] = 1000
    assert "Interrupted: 40 of the 1,000 replications that were asked for are in it" in words(cut)
    assert "nterrupted" not in words(made_files("baseline"))


def test_deviations_from_the_scenario_stand_under_the_title_and_in_labels(made_files, words):
    text = words(made_files("baseline --set affinity.peers=3"), made_files("baseline"))
    assert "deviates from its scenario: affinity.peers = 3" in text[:text.index("The question")]
    assert [row[0] for row in table(text, "Scenarios on 2040-12-31")[1:]] == ["From the proposal on, with the calendar that happened [affinity.peers = 3]",
                                                                             "From the proposal on, with the calendar that happened"]


def test_common_luck_is_claimed_only_where_it_is(made_files, words, tmp_path):
    common, own = words(made_files("common")), words(made_files("own"))
    assert "common random numbers" in common and "cannot be paired" not in common
    assert "common random numbers" not in own and "Replication by replication" not in own and "independent runs" in own
    seeds = words(made_files("baseline"), altered(made_files("short"), tmp_path / "seed.h5", seed="2"))
    assert "seeds, 1 and 2" in seeds and "common random numbers" not in seeds


def test_metrics_of_scenarios_are_all_shown_with_their_pairs(made_files, words):
    text = words(made_files("common"))
    assert text.index("z_members: n_members") < text.index("a_signed: n_signed")
    row = table(text, "z_members: n_members")[2]
    with h5py.File(made_files("common")) as file:
        a, b = file["z_members"][...]
    d = b - a
    assert row[1] == "12" and row[5] == "12" and row[4].startswith(f"{d.mean():+.1f}".replace("-", "−"))
    assert [row[6], row[7], row[8]] == [f"{100 * x:.1f} %" if 0 < x < 1 else f"{100 * x:.0f} %" for x in ((d > 0).mean(), (d == 0).mean(), (d < 0).mean())]


def test_files_of_other_ends_are_compared_at_one_day_that_is_said(made_files, words):
    text = words(made_files("baseline"), made_files("short"))
    assert "Scenarios on 2035-10-25" in text and "the last day that all reach" in text
    row = table(text, "Members on 2035-10-25: difference")[1]
    assert row[1] == "40" and row[4].startswith("0.0") and row[6] == "100 %"  # the same histories, one of them cut


def test_the_end_is_the_end_and_not_the_last_account(made_files, words):
    text = words(made_files("baseline"), labels=["B"])
    with h5py.File(made_files("baseline")) as file:
        middle = np.median(file["final_n_members"][...])
    assert f"At the end (2040-12-31) the median replication of 40 has {middle:g} members besides China" in text
    assert table(text, "Signed and members over time")[-1][0] == "2040-12-31"
    both = words(made_files("baseline"), made_files("founded"))
    assert "Scenarios on 2040-12-31" in both and "All at the end of 2040-12-31" in both


def test_what_a_scenario_changes_is_told_in_words(made_files, words):
    text = words(made_files("baseline"), made_files("us_counter_offer"), made_files("no_peers"), made_files("founded"))
    part = text[text.index("What each scenario changes against"):]
    assert "weight of peers 1 → 0" in part and "offers a year at full pressure" in part and "starts on 2026-08-01 with 36 countries" in part
    assert "rival.us.offer_rate" not in part
    assert "How much membership do offers and pressure from Washington take away?" in part or "Washington" in part
