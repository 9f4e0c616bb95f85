"""The world tables keep to their document: counts, ranges, formulas, and the record.

Run: /usr/bin/python3 -m pytest -q tests/run/data_test.py
"""

import collections
import csv
import datetime
import pathlib
import re
import statistics

import pytest

DATA = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "data"
DOCUMENT = (DATA / "README.md").read_text(encoding="utf-8")
PROSE = " ".join(DOCUMENT.split())  # without line breaks


def rows(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COUNTRIES = {row["iso3"]: row for row in rows("countries.csv")}
BORDERS = [(row["iso3_a"], row["iso3_b"]) for row in rows("borders.csv")]
BLOCS = [(row["iso3"], row["bloc"]) for row in rows("blocs.csv")]
RECORD = {row["iso3"]: row for row in rows("signatures.csv")}


def number(iso3, column):
    return float(COUNTRIES[iso3][column])


def imputed(column):
    return {i for i, row in COUNTRIES.items() if column in row["imputed"].split(";")}


def ranks(column):
    order = sorted(COUNTRIES, key=lambda i: number(i, column))
    return {i: (k + 0.5) / len(order) for k, i in enumerate(order)}


def section(title):
    return DOCUMENT.split(f"## {title}\n")[1].split("\n## ")[0]


def test_files_have_the_rows_that_the_document_says():
    table = dict(re.findall(r"\| `(\w+\.csv)` \| (\d+) \|", DOCUMENT))
    assert set(table) == {"countries.csv", "borders.csv", "blocs.csv", "signatures.csv"}
    for name, count in table.items():
        assert len(rows(name)) == int(count), name


def test_files_are_plain_csv():
    for name in ("countries.csv", "borders.csv", "blocs.csv", "signatures.csv"):
        text = (DATA / name).read_bytes()
        assert b"\r" not in text and b'"' not in text and text.endswith(b"\n")
        width = {line.count(b",") for line in text.splitlines()}
        assert len(width) == 1, name


def test_every_column_is_documented():
    named = set(re.findall(r"`(\w+)`", section("countries.csv")))
    assert set(next(iter(COUNTRIES.values()))) <= named


def test_codes_are_unique_and_well_formed():
    assert len(COUNTRIES) == len(rows("countries.csv"))
    assert len({row["iso_numeric"] for row in COUNTRIES.values()}) == len(COUNTRIES)
    assert len({row["name"] for row in COUNTRIES.values()}) == len(COUNTRIES)
    for iso3, row in COUNTRIES.items():
        assert re.fullmatch(r"[A-Z]{3}", iso3)
        assert re.fullmatch(r"\d{3}", row["iso_numeric"])


UNIT = ["income", "reach", "democracy", "capability", "compute", "ties", "trade_china", "trade_us", "trade_eu",
        "us_ally", "data_regime", "voice_gap", "veto", "invited", "rights_member"]
RANGES = {column: (0, 1) for column in UNIT}
RANGES |= {"alignment": (-1, 1), "governance": (-1, 1), "lat": (-90, 90), "lon": (-180, 180),
           "population": (1, 2e9), "gdp_usd": (1, 1e14)}


@pytest.mark.parametrize("column", RANGES)
def test_values_lie_in_their_range(column):
    low, high = RANGES[column]
    for iso3 in COUNTRIES:
        assert low <= number(iso3, column) <= high, iso3


def test_trade_shares_do_not_exceed_the_whole():
    for iso3 in COUNTRIES:
        assert sum(number(iso3, f"trade_{partner}") for partner in ("china", "us", "eu")) <= 1, iso3


def test_there_are_five_regions_and_22_subregions():
    assert len({row["region"] for row in COUNTRIES.values()}) == 5
    assert len({row["subregion"] for row in COUNTRIES.values()}) == 22


def test_categories_take_the_documented_values():
    for column, allowed in (("us_ally", {0, 0.5, 1}), ("data_regime", {0, 0.5, 1}), ("invited", {0, 1}),
                            ("rights_member", {0, 1}), ("voice_gap", {0, 0.2, 0.4, 0.6, 0.8, 1})):
        assert {number(i, column) for i in COUNTRIES} <= allowed


def test_alignment_runs_from_the_united_states_to_china():
    assert number("USA", "alignment") == -1 and number("CHN", "alignment") == 1


def test_ranks_are_percentiles():
    reach = ranks("gdp_usd")
    assert sorted(number(i, "income") for i in COUNTRIES) == pytest.approx(
        [(k + 0.5) / len(COUNTRIES) for k in range(len(COUNTRIES))], abs=6e-5)
    for iso3 in COUNTRIES:
        assert number(iso3, "reach") == pytest.approx(reach[iso3], abs=6e-5)


def test_veto_is_democracy():
    for iso3 in COUNTRIES:
        assert number(iso3, "veto") == number(iso3, "democracy")


def test_governance_less_its_democratic_part_is_one_of_four_steps():
    eu_efta = {i for i, bloc in BLOCS if bloc in ("EU", "EFTA")}
    for iso3 in COUNTRIES:
        step = (number(iso3, "governance") - 0.6 * (2 * number(iso3, "democracy") - 1)) / 0.4
        nearest = min((1, 0.5, 0, -0.5), key=lambda s: abs(s - step))
        assert step == pytest.approx(nearest, abs=5e-4), iso3
        assert (nearest == 1) == (iso3 in eu_efta), iso3
        assert nearest != -0.5 or (iso3, "SCO") in BLOCS, iso3


def test_the_invited_are_the_forty_highest():
    merit = {i: 1 - number(i, "capability") + number(i, "alignment") + number(i, "ties") for i in COUNTRIES}
    best = set(sorted(COUNTRIES, key=merit.get, reverse=True)[:40])
    assert {i for i in COUNTRIES if number(i, "invited") == 1} == best


@pytest.mark.parametrize("column", ["democracy", "trade_china", "income", "gdp_usd"])
def test_imputed_rows_are_the_ones_named_in_the_document(column):
    line = next(text for text in section("countries.csv").splitlines()
                if re.match(rf"\| `{column}`", text) and text.count("|") == 4)
    assert imputed(column) == set(re.findall(r"\b[A-Z]{3}\b", line.split("|")[2]))


def test_only_four_groups_of_columns_are_imputed():
    names = {name for row in COUNTRIES.values() for name in row["imputed"].split(";") if name}
    assert names == {"democracy", "income", "gdp_usd", "trade_china", "trade_us", "trade_eu"}
    assert imputed("trade_china") == imputed("trade_us") == imputed("trade_eu")
    assert len([1 for row in COUNTRIES.values() if row["imputed"]]) == int(
        re.search(r"(\d+) of the 193 rows", PROSE)[1])


@pytest.mark.parametrize("column", ["trade_china", "trade_us", "trade_eu"])
def test_imputed_trade_is_the_median_of_the_subregion(column):
    missing = imputed(column)
    for iso3 in missing:
        near = [number(i, column) for i, row in COUNTRIES.items()
                if row["subregion"] == COUNTRIES[iso3]["subregion"] and i not in missing]
        assert number(iso3, column) == pytest.approx(statistics.median(near), abs=1e-4), iso3


def test_imputed_gdp_is_a_thousand_dollars_a_head():
    assert number("PRK", "gdp_usd") == pytest.approx(1000 * number("PRK", "population"), abs=5e5)


def test_borders_are_symmetric_and_no_country_borders_itself():
    pairs = set(BORDERS)
    assert len(pairs) == len(BORDERS)
    for a, b in pairs:
        assert a != b and (b, a) in pairs and a in COUNTRIES and b in COUNTRIES
    islands = len(COUNTRIES) - len({a for a, _ in pairs})
    assert islands == int(re.search(r"(\d+) countries have no land border", PROSE)[1])


def test_blocs_have_the_members_that_the_document_counts():
    assert len(set(BLOCS)) == len(BLOCS) and {i for i, _ in BLOCS} <= set(COUNTRIES)
    counts = collections.Counter(bloc for _, bloc in BLOCS)
    stated = {name: int(n) for name, n in re.findall(r"([A-Z][A-Z_0-9]+) \| (\d+) \|", section("blocs.csv"))}
    assert counts == stated
    outside = re.search(r"at least one; ([A-Z ]+) are in none", PROSE)[1].split()
    assert set(COUNTRIES) - {i for i, _ in BLOCS} == set(outside)


def test_the_record_counts_28_then_36_signatures_without_the_sponsor():
    signed = {i: row["waico_date"] for i, row in RECORD.items()
              if row["waico_status"] in ("founding", "signatory") and i != "CHN"}
    by_date = collections.Counter(signed.values())
    assert by_date == {"2026-07-16": 28, "2026-07-30": 1, "2026-07-31": 7}
    assert len(signed) == 36
    assert RECORD["BGD"]["waico_status"] == "observer" and RECORD["BGD"]["waico_date"] == "2026-08-01"
    assert RECORD["SGP"]["waico_status"] == "invited" and RECORD["SGP"]["waico_date"] == "2026-09-09"


def test_the_record_states_the_counts_of_the_document():
    stated = dict(re.findall(r"`(founding|signatory|observer|invited)` \((\d+)\)", DOCUMENT))
    counts = collections.Counter(row["waico_status"] for row in RECORD.values())
    assert {k: int(v) for k, v in stated.items()} == {k: counts[k] for k in stated}
    assert counts[""] == 22
    later = re.search(r"\*\*7\*\* more \(([A-Z ]+)\)", PROSE)[1].split()
    assert {i for i, row in RECORD.items() if row["waico_date"] == "2026-07-31"} == set(later)


def test_the_rival_has_24_national_signatures_by_31_july_2026():
    dates = [row["pax_silica_date"] for row in RECORD.values() if row["pax_silica_date"]]
    assert len(dates) == 24 and max(dates) == "2026-07-31" and min(dates) == "2025-12-12"
    both = {i for i, row in RECORD.items() if row["pax_silica_date"] and row["waico_status"] in
            ("founding", "signatory")}
    assert both == {"KAZ"}


def test_the_record_holds_dates_and_known_countries():
    for iso3, row in RECORD.items():
        assert iso3 in COUNTRIES
        for column in ("waico_date", "pax_silica_date"):
            if row[column]:
                datetime.date.fromisoformat(row[column])
        assert bool(row["waico_date"]) == bool(row["waico_status"])
