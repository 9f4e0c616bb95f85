"""Sweeps as a user runs them: every design, the same bytes however they are run, stopped, resumed, sharded, extended."""
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import h5py
import numpy as np
import pytest
from scipy import stats

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import small  # noqa: E402

WAICO = os.environ.get("WAICO", os.path.join(HERE, "..", "..", "build", "waico"))


def waico(*args, check=True, env=None):
    done = subprocess.run([WAICO, *map(str, args)], capture_output=True, text=True, check=False, timeout=300,
                          env={**os.environ, **(env or {})})
    if check:
        assert done.returncode == 0, done.stderr
    return done


def sweep(config, output, *options, check=True):
    return waico("sweep", config, "-o", output, "-q", *options, check=check)


def wait_for(path):
    """Until the program has come so far; the machine may be busy."""
    for _ in range(600):
        if os.path.exists(path):
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never came")


def content(path):
    with open(path, "rb") as file:
        return file.read()


# Readings at dates, of every replication and as shares, so that they pass through blocks, shards and merging.
DATES = 'output: { detail = "replicates"; p_status = true; dates = ["2028-02-29", "2026-07-16", "2028-12-31"]; };'


@pytest.fixture(name="config")
def config_fixture(tmp_path):
    return small.config(str(tmp_path), "grid", replications=10, extra=DATES)


@pytest.mark.parametrize("design", small.DESIGNS)
def test_each_design_runs_and_leaves_its_analysis(tmp_path, design):
    config = small.config(str(tmp_path), design)
    sweep(config, tmp_path / "out.h5")
    tables = {"grid": ("grid_share", "response_affinity_peers"), "oat": ("oat_range", "oat_low", "oat_high"),
              "morris": ("morris_mu_star", "morris_mu", "morris_sigma", "elementary_effect"),
              "saltelli": ("sobol_first", "sobol_total_low", "sobol_total")}
    with h5py.File(tmp_path / "out.h5") as file:
        assert file.attrs["design_kind"] == design
        n = len(file["point"])
        assert n == {"grid": 6, "oat": 5, "lhs": 6, "sobol": 8, "morris": 9, "saltelli": 8}[design]
        assert (file["replications_done"][:] == 12).all()
        assert (file["point_status"][:] == 0).all()
        values = file["members_end"][:]
        assert np.allclose(file["members_end_mean"][:], values.mean(axis=1))
        assert np.allclose(file["members_end_sd"][:], values.std(axis=1, ddof=1))
        for name in tables.get(design, ()):
            assert name in file
        if design == "morris":
            step = np.diff(file["param_affinity_peers"][:3])
            assert np.abs(step).max() == pytest.approx(2.0)  # two thirds of 3


def test_readings_of_a_sweep_agree_with_its_replications_and_its_end(tmp_path, config):
    sweep(config, tmp_path / "out.h5")
    with h5py.File(tmp_path / "out.h5") as file:
        dates = file["date"][:] + np.datetime64("2025-07-26")
        assert [str(date) for date in dates] == ["2026-07-16", "2028-02-29", "2028-12-31"]
        codes = [c.decode() for c in file["country"][:]]
        china = codes.index("CHN")
        final = np.delete(file["final_status"][:], china, axis=2)
        members = ((final >= 4) & (final <= 6)).sum(axis=2)
        assert (file["final_n_members"][:] == members).all() and members.any()
        assert (file["members_end"][:] == members).all()
        assert (file["at_n_members"][:, :, 2] == members).all()  # 31 December 2028 is the last day
        assert np.allclose(file["final_n_members_mean"][:], members.mean(axis=1))
        assert np.allclose(file["at_n_members_mean"][:, 2], members.mean(axis=1))
        assert np.allclose(file["at_n_status_mean"][:], file["at_n_status"][:].mean(axis=1), atol=1e-6)
        # Signatures at the ceremony of 16 July 2026 are in the reading of that day.
        signed = np.delete(file["first_signed"][:], china, axis=2) * 365.25 < 356
        assert (file["at_n_signed"][:, :, 0] == signed.sum(axis=2)).all() and signed.any()
        shares = np.stack([(file["final_status"][:] == m).mean(axis=1) for m in range(9)], axis=1)
        assert np.allclose(file["at_p_status"][:, :, :, 2], shares, atol=1e-6)


def test_analysis_in_the_file_follows_from_its_points(tmp_path):
    sweep(small.config(str(tmp_path), "oat"), tmp_path / "out.h5")
    with h5py.File(tmp_path / "out.h5") as file:
        mean = file["members_end_mean"][:]
        assert np.allclose(file["oat_low"][0], mean[[1, 3]])
        assert np.allclose(file["oat_high"][0], mean[[2, 4]])
        assert np.allclose(file["oat_base"][0], mean[0])
        assert [p.decode() for p in file["parameter"][:]] == ["affinity.peers", "trust.rest"]


@pytest.mark.parametrize("design, title, tables", [
    ("grid", "Mean of the metrics at each level", ("grid_share", "response_affinity_peers")),
    ("oat", "One at a time", ("oat_range", "oat_low", "oat_high")),
    ("morris", "Elementary effects", ("morris_mu_star", "morris_mu_star_low", "morris_mu_star_high", "morris_sigma")),
    ("saltelli", "Sobol' indices", ("sobol_total", "sobol_total_low", "sobol_first", "sobol_first_low",
                                    "sobol_first_high")),
])
def test_show_tells_the_analysis_as_the_sweep_did(tmp_path, design, title, tables):
    output = tmp_path / "out.h5"
    told = sweep(small.config(str(tmp_path), design), output).stdout
    shown = waico("show", output).stdout
    body = told[told.index("Points\n"):told.rindex(str(output))].rstrip()
    assert title in body and body in shown
    analysis = json.loads(waico("show", output, "--json").stdout)["analysis"]
    with h5py.File(output) as file:
        assert analysis["parameter"] == [p.decode() for p in file["parameter"][:]]
        assert analysis["metric"] == [m.decode() for m in file["metric"][:]]
        for name in tables:
            assert np.array_equal(np.array(analysis[name], float), file[name][:], equal_nan=True)
            # In the tables of numbers with 4 or 5 digits, every one of them.
            digits = 5 if name.startswith("response") else 4
            for value in file[name][:].ravel():
                assert f" {value:.{digits}g}" in shown


def test_pairs_of_unknown_second_order_are_told_once_each(tmp_path):
    path = small.config(str(tmp_path), "saltelli")
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("size = 2;", "size = 2; second_order = true;")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("metrics = (", 'metrics = ( { name = "never"; series = "n_members"; first_above = 90; },'))
    told = sweep(path, tmp_path / "out.h5").stdout
    pairs = told[told.index("Second-order"):].split("\n\n")[0].splitlines()[1:]
    rows = [line for line in pairs if line.startswith("  ")]
    assert [row.split("  ")[1] for row in rows] == ["affinity.peers, trust.rest"] * (len(pairs) - len(rows))
    assert rows[0].split()[-3:] == ["-", "-", "-"]


def test_show_of_a_design_without_analysis_tells_its_points(tmp_path):
    sweep(small.config(str(tmp_path), "lhs"), tmp_path / "out.h5")
    assert "Points\n" in waico("show", tmp_path / "out.h5").stdout
    assert "analysis" not in json.loads(waico("show", tmp_path / "out.h5", "--json").stdout)


def test_bytes_do_not_depend_on_workers_blocks_or_shards(tmp_path, config):
    sweep(config, tmp_path / "right.h5", "-j", 1)
    right = content(tmp_path / "right.h5")
    done = 0
    for workers, block in itertools.product((1, 2, 3, 16), (1, 3, 10, 17, 60)):
        output = tmp_path / f"w{workers}b{block}.h5"
        sweep(config, output, "-j", workers, "--block", block)
        assert content(output) == right, (workers, block)
        assert not os.path.exists(f"{output}.work")
        done += 1
    for shards, block in itertools.product((1, 2, 3, 4, 6, 7), (4, 100)):
        output = tmp_path / f"s{shards}b{block}.h5"
        for i in range(shards):
            sweep(config, output, "--shard", f"{i}/{shards}", "--block", block, "-j", 1 + i % 2)
        waico("merge", output, *[f"{output}.shard-{i}-of-{shards}" for i in reversed(range(shards))])
        assert content(output) == right, (shards, block)
        done += 1
    assert done >= 30


def test_killed_at_random_moments_it_is_resumed_to_the_same_bytes(tmp_path):
    config = small.config(str(tmp_path), "morris", replications=40)
    sweep(config, tmp_path / "right.h5")
    right = content(tmp_path / "right.h5")
    begun = time.monotonic()
    sweep(config, tmp_path / "timed.h5", "--block", 20)
    seconds = time.monotonic() - begun
    dice = random.Random(1)
    killed = 0
    tries = 0
    while killed < 50 and tries < 400:
        output = tmp_path / f"killed{tries}.h5"
        tries += 1
        resume = []
        for _ in range(3):  # killed up to three times, each time at another moment
            with subprocess.Popen([WAICO, "sweep", config, "-o", output, "-q", "--block", "20", *resume],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
                time.sleep(dice.uniform(0, seconds))
                process.kill()
                process.wait()
            killed += process.returncode == -9
            resume = ["--resume"]
        sweep(config, output, "--resume")
        assert content(output) == right
        assert not os.path.exists(f"{output}.work")
    assert killed >= 50


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM))
def test_a_signal_ends_it_within_seconds_and_it_can_be_resumed(tmp_path, number):
    small.world(str(tmp_path), end="2041-01-01")
    config = small.config(str(tmp_path), "grid", replications=40000)
    output = tmp_path / "out.h5"
    with subprocess.Popen([WAICO, "sweep", config, "-o", output, "--block", "5000", "--progress", "never"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        wait_for(f"{output}.work/plan")
        time.sleep(1.0)
        begun = time.monotonic()
        process.send_signal(number)
        said = process.stderr.read()
        assert process.wait(timeout=30) == 130, said
        assert time.monotonic() - begun < 5
    assert "--resume" in said and str(output) in said
    assert os.path.isdir(f"{output}.work")
    again = waico("sweep", config, "-o", output, "--resume", "--time-limit", 1, check=False)
    assert again.returncode == 130 and "time limit" in again.stderr


def test_work_of_another_plan_is_refused_and_the_difference_named(tmp_path, config):
    output = tmp_path / "out.h5"
    sweep(config, output, "--keep-work")
    os.unlink(output)
    refused = sweep(config, output, "--resume", "-s", "43", check=False)
    assert refused.returncode == 4
    assert "belongs to another plan" in refused.stderr and "42" in refused.stderr and "43" in refused.stderr
    refused = sweep(config, output, check=False)
    assert refused.returncode == 4
    sweep(config, output, "--resume")


def test_an_output_is_never_replaced_unasked(tmp_path, config):
    output = tmp_path / "out.h5"
    output.write_bytes(b"precious")
    refused = sweep(config, output, check=False)
    assert refused.returncode == 4 and output.read_bytes() == b"precious"
    sweep(config, output, "--force")
    done = waico("sweep", config, "-o", output, "--resume")
    assert "design grid" in done.stdout


def test_a_folder_in_use_is_left_alone(tmp_path):
    small.world(str(tmp_path), end="2041-01-01")
    config = small.config(str(tmp_path), "grid", replications=40000)
    output = tmp_path / "out.h5"
    with subprocess.Popen([WAICO, "sweep", config, "-o", output, "-q", "--block", "5000"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        wait_for(f"{output}.work/plan")
        try:
            for options, words in ((["--resume"], "another waico is at work"), (["--force"], "another waico is at work"),
                                   ([], "continue it with --resume")):
                refused = sweep(config, output, *options, check=False)
                assert refused.returncode == 4, options
                assert words in refused.stderr
        finally:
            process.kill()


def blocks(output):
    folder = f"{output}.work/blocks"
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".h5"))


def test_damaged_and_cut_blocks_are_moved_aside_and_computed_again(tmp_path, config):
    output = tmp_path / "out.h5"
    sweep(config, output, "--keep-work", "--block", 7)
    right = content(output)
    os.unlink(output)
    flipped, cut, lost = blocks(output)[1:4]
    data = bytearray(content(flipped))
    data[len(data) // 2] ^= 1
    with open(flipped, "wb") as file:
        file.write(data)
    os.truncate(cut, 1000)
    os.unlink(lost)
    assert waico("verify", f"{output}.work", check=False).returncode == 1
    done = waico("sweep", config, "-o", output, "--resume", "--keep-work")
    assert "2 damaged blocks moved aside" in done.stderr
    assert content(output) == right
    assert os.path.exists(flipped + ".bad") and os.path.exists(cut + ".bad")


def test_a_torn_journal_costs_nothing(tmp_path, config):
    output = tmp_path / "out.h5"
    sweep(config, output, "--keep-work", "--block", 7)
    right = content(output)
    os.unlink(output)
    journal = f"{output}.work/journal"
    os.truncate(journal, os.path.getsize(journal) - 30)
    done = waico("sweep", config, "-o", output, "--resume", "-vv")
    assert "60 replications were there already, 0 more in" in done.stderr and "60 replications found" in done.stderr
    assert content(output) == right


def test_failed_points_are_isolated_and_told(tmp_path, config):
    output = tmp_path / "out.h5"
    sweep(config, tmp_path / "all.h5")
    failing = sweep(config, output, "--max-events", 60, check=False)
    assert failing.returncode == 3, failing.stderr
    assert "seed 42" in failing.stderr and "replicate" in failing.stderr
    with h5py.File(output) as file, h5py.File(tmp_path / "all.h5") as full:
        status = file["point_status"][:]
        assert (status == 2).any()
        for message, code in zip(file["point_message"][:], status):
            assert (code == 2) == bool(message)
        assert (file["replications_done"][:] + file["replications_failed"][:] == 10).all()
        good = np.isfinite(file["members_end"][:])
        assert (file["members_end"][:][good] == full["members_end"][:][good]).all()
    again = tmp_path / "again.h5"
    assert sweep(config, again, "--max-events", 60, "-j", 3, "--block", 4, check=False).returncode == 3
    assert content(again) == content(output)
    fast = sweep(config, tmp_path / "fast.h5", "--max-events", 60, "--fail-fast", check=False)
    assert fast.returncode == 1 and "stopped after" in fast.stderr
    assert not os.path.exists(tmp_path / "fast.h5")


def test_failed_points_can_be_tried_again(tmp_path, config):
    output = tmp_path / "out.h5"
    assert sweep(config, output, "--max-events", 60, "--keep-work", "--block", 10, check=False).returncode == 3
    right = content(output)
    os.unlink(output)
    done = waico("sweep", config, "-o", output, "--max-events", 60, "--resume", "--retry-failed", "-vv", check=False)
    assert done.returncode == 3 and content(output) == right
    found = int(done.stderr.split(" replications found")[0].split()[-1])
    assert found < 60


@pytest.mark.parametrize("design, less, more", [
    ("grid", "replications = 10;", "replications = 25;"),
    ("morris", "replications = 5;", "replications = 5;"),
    ("sobol", "replications = 5;", "replications = 8;"),
])
def test_extended_is_the_same_as_run_at_once(tmp_path, design, less, more):
    output = tmp_path / "out.h5"
    larger = small.DESIGNS[design].replace("trajectories = 3", "trajectories = 5").replace("points = 6", "points = 14")
    sweep(small.config(str(tmp_path), design, less, name="x.cfg"), output, "--keep-work", "--block", 7)
    config = small.config(str(tmp_path), larger, more, name="x.cfg")
    sweep(config, tmp_path / "once.h5")
    refused = sweep(config, output, "--resume", check=False)
    assert refused.returncode == 4
    done = waico("sweep", config, "-o", output, "--extend", "-vv")
    assert " 0 replications found" not in done.stderr
    assert content(output) == content(tmp_path / "once.h5")


def test_what_does_not_begin_with_the_old_points_is_no_extension(tmp_path):
    output = tmp_path / "out.h5"
    sweep(small.config(str(tmp_path), "lhs"), output, "--keep-work")
    other = small.config(str(tmp_path), small.DESIGNS["lhs"].replace("points = 6", "points = 7"), name="lhs.cfg")
    refused = sweep(other, output, "--extend", check=False)
    assert refused.returncode == 4 and "does not begin with the points" in refused.stderr


ADAPTIVE = ('adaptive: { target = "members_end"; half_width = 0.35; confidence = 0.95; min = 10; max = 75; };')


def test_adaptive_replications_do_not_depend_on_workers_blocks_shards(tmp_path):
    config = small.config(str(tmp_path), "grid", ADAPTIVE)
    sweep(config, tmp_path / "right.h5", "-j", 1)
    right = content(tmp_path / "right.h5")
    with h5py.File(tmp_path / "right.h5") as file:
        done = file["replications_done"][:]
        width = file["members_end_half_width"][:]
        assert done.min() >= 10 and done.max() <= 75
        assert ((width <= 0.36) | (done == 75)).all()
        assert len(set(done)) > 1
    for workers, block in ((2, 10), (4, 33), (3, 1000)):
        output = tmp_path / f"{workers}.h5"
        sweep(config, output, "-j", workers, "--block", block)
        assert content(output) == right
    output = tmp_path / "sharded.h5"
    for i in range(3):
        sweep(config, output, "--shard", f"{i}/3", "--block", 5)
    waico("merge", output, *[f"{output}.shard-{i}-of-3" for i in range(3)])
    assert content(output) == right


def with_metrics(tmp_path, ensemble, metrics, design=small.DESIGNS["grid"], name="m.cfg"):
    """A config with other metrics than those of the small ones."""
    path = small.config(str(tmp_path), design, ensemble, name=name)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:text.index("metrics = (")] + f"metrics = ( {metrics} );\n")
    return path


RARE = '{ name = "rare"; series = "n_members"; reduce = "final"; share_above = 1e6; }'


def test_adaptive_share_goes_on_until_the_score_interval_is_narrow(tmp_path):
    """0 of n: the score interval reaches to z^2 / (n + z^2); half of it is 0.02 from n = 93 on."""
    ensemble = 'adaptive: { target = "rare"; half_width = 0.02; min = 30; max = 1000; };'
    output = tmp_path / "out.h5"
    told = sweep(with_metrics(tmp_path, ensemble, RARE), output).stdout
    with h5py.File(output) as file:
        n = file["replications_done"][:]
        assert (n == 120).all()  # 30, 60, 120
        z2 = stats.norm.ppf(0.975) ** 2
        assert np.allclose(file["rare_high"][:], z2 / (n + z2)) and (file["rare_low"][:] == 0).all()
        assert np.allclose(file["rare_half_width"][:], z2 / (n + z2) / 2)
        assert file["rare_low"].attrs["interval"] == "wilson" and file["rare_high"].attrs["confidence"] == 0.95
        assert (file["point_goal"][:] == 0).all()
    assert "Half width of rare at most 0.02: reached at every point" in told
    assert told.count("0 (0 .. 0.031)\n") == 6  # 3.8415 / 123.84


def test_adaptive_points_that_miss_their_goal_say_so(tmp_path):
    ensemble = 'adaptive: { target = "members_end"; half_width = 0.01; min = 10; max = 20; };'
    config = small.config(str(tmp_path), "grid", ensemble)
    output = tmp_path / "out.h5"
    done = waico("sweep", config, "-o", output)
    assert ("Half width of members_end at most 0.01: not reached at 6 of 6 points within 20 replications"
            in " ".join(done.stdout.split()))
    assert "120 replications in" in done.stderr  # what ran, of 6 points
    assert "not reached at 6 of 6 points" in waico("show", output).stdout
    with h5py.File(output) as file:
        assert (file["point_goal"][:] == 1).all()
        assert list(file["point_goal"].attrs["flag_values"]) == [0, 1]
        assert file["point_goal"].attrs["flag_meanings"] == "reached missed"
        assert file.attrs["design_goal_metric"] == "members_end"
        assert float(file.attrs["design_goal_half_width"]) == 0.01


def test_resuming_what_is_complete_says_so(tmp_path, config):
    output = tmp_path / "out.h5"
    sweep(config, output)
    done = waico("sweep", config, "-o", output, "--resume")
    assert f"{output} is complete" in done.stderr and "0 replications" not in done.stderr


def test_equal_values_are_no_certainty(tmp_path):
    """The sponsor is a member from the start: a share of 1; the mean of a number that never varies has no interval."""
    metrics = ('{ name = "always"; series = "n_members"; reduce = "final"; share_above = -1.0; }, '
               '{ name = "withdrawn"; series = "n_status:withdrawn"; at = "2026-01-01"; }')
    output = tmp_path / "out.h5"
    ensemble = 'adaptive: { target = "withdrawn"; half_width = 1.0; min = 10; max = 30; };'
    told = sweep(with_metrics(tmp_path, ensemble, metrics), output).stdout
    with h5py.File(output) as file:
        assert (file["replications_done"][:] == 30).all() and (file["withdrawn_sd"][:] == 0).all()
        assert np.isnan(file["withdrawn_half_width"][:]).all()
        assert (file["point_goal"][:] == 1).all()
        assert np.allclose(file["always_low"][:], 0.8864866068260311)  # statsmodels, 30 of 30
        assert (file["always_high"][:] == 1).all()
    assert "At 6 of them all values are equal" in told and "nan" not in told


def test_each_mean_stands_beside_the_number_it_rests_on(tmp_path):
    metrics = '{ name = "reach"; series = "n_members"; first_above = 3.0; }'
    output = tmp_path / "out.h5"
    told = sweep(with_metrics(tmp_path, "replications = 12;", metrics), output).stdout
    with h5py.File(output) as file:
        values = file["reach"][:]
        known = np.isfinite(values).sum(axis=1)
        assert known.min() == 0 and known.max() > 1  # the case is one where some never get there
        assert (file["reach_known"][:] == known).all() and file["reach_known"].dtype == np.int32
        for i, n in enumerate(known):
            row = values[i][np.isfinite(values[i])]
            low = high = np.nan
            if n > 1 and np.ptp(row) > 0:
                low, high = stats.t.interval(0.95, n - 1, row.mean(), stats.sem(row))
            assert np.allclose([file["reach_low"][i], file["reach_high"][i]], [low, high], equal_nan=True)
        assert file["reach_low"].attrs["interval"] == "student"
        points = np.isfinite(file["reach_mean"][:])
        assert file["grid_known"][0] == points.sum()
        levels = len(file["level_affinity_peers"])
        assert (file["response_affinity_peers_known"][0] == points.reshape(levels, -1).sum(axis=1)).all()
    rows = told[told.index("Points\n"):].split("\n")[2:8]
    assert [0 if row.endswith(" -") else int(row.removesuffix(" known").split(", ")[-1]) for row in rows] == list(known)


def test_two_replications_have_the_t_of_one_degree(tmp_path):
    output = tmp_path / "out.h5"
    sweep(small.config(str(tmp_path), "grid", "replications = 2;"), output)
    with h5py.File(output) as file:
        values = file["members_end"][:]
        spread = np.abs(values[:, 0] - values[:, 1])
        varies = spread > 0
        assert varies.any()
        assert np.allclose(file["members_end_half_width"][:][varies], 12.706204736432095 * spread[varies] / 2)


def test_indices_rest_on_counts_that_the_file_has(tmp_path):
    for design, name in (("morris", "morris_effects"), ("saltelli", "sobol_used"), ("oat", "oat_base_known")):
        output = tmp_path / f"{design}.h5"
        sweep(small.config(str(tmp_path), design), output)
        with h5py.File(output) as file:
            assert file[name].dtype == np.int32
            expected = {"morris": 3, "saltelli": 2, "oat": 12}[design]  # trajectories, rows, replications
            assert (file[name][:] == expected).all()


def test_independent_points_have_a_luck_of_their_own(tmp_path):
    same = small.DESIGNS["grid"].replace("to = 3.0; count = 3", "to = 0.000001; count = 3")
    common = small.config(str(tmp_path), same, "replications = 30;", name="a.cfg")
    apart = small.config(str(tmp_path), same, "replications = 30; crn = false;", name="b.cfg")
    sweep(common, tmp_path / "a.h5")
    sweep(apart, tmp_path / "b.h5", "-j", 2, "--block", 11)
    sweep(apart, tmp_path / "c.h5", "-j", 1)
    assert content(tmp_path / "b.h5") == content(tmp_path / "c.h5")
    with h5py.File(tmp_path / "a.h5") as a, h5py.File(tmp_path / "b.h5") as b:
        assert (a["members_end"][0] == a["members_end"][2]).all()
        assert not (b["members_end"][0] == b["members_end"][2]).all()
        assert a.attrs["design_crn"] == "true" and b.attrs["design_crn"] == "false"


def test_exported_points_come_back_as_a_list(tmp_path):
    config = small.config(str(tmp_path), "saltelli")
    sweep(config, tmp_path / "direct.h5")
    waico("sweep", config, "--plan-csv", tmp_path / "points.csv")
    listed = small.config(str(tmp_path), 'design = "list"; list = "points.csv";', name="list.cfg")
    sweep(listed, tmp_path / "list.h5")
    with h5py.File(tmp_path / "direct.h5") as direct, h5py.File(tmp_path / "list.h5") as back:
        assert (direct["param_affinity_peers"][:] == back["param_affinity_peers"][:]).all()
        assert (direct["members_end"][:] == back["members_end"][:]).all()


def test_dry_run_estimates_and_writes_nothing(tmp_path, config):
    before = sorted(os.listdir(tmp_path))
    done = waico("sweep", config, "-o", tmp_path / "out.h5", "--dry-run", "--json")
    assert '"points": 6, "replications": 60' in done.stdout
    assert sorted(os.listdir(tmp_path)) == before
    sweep(config, tmp_path / "out.h5")
    size = float(done.stdout.split('"bytes": ')[1].split(",")[0])
    assert 0.5 < size / os.path.getsize(tmp_path / "out.h5") < 2


def test_a_missing_or_foreign_shard_is_refused_by_name(tmp_path, config):
    output = tmp_path / "out.h5"
    for i in range(2):
        sweep(config, output, "--shard", f"{i}/3")
    folders = [f"{output}.shard-{i}-of-3" for i in range(3)]
    refused = waico("merge", output, *folders[:2], check=False)
    assert refused.returncode == 1 and "point 2 are missing" in refused.stderr
    assert not os.path.exists(output)
    sweep(config, output, "--shard", "2/3", "-s", "43")
    refused = waico("merge", output, *folders, check=False)
    assert refused.returncode == 4 and "another plan" in refused.stderr
    shutil.rmtree(folders[2])
    sweep(config, output, "--shard", "2/3")
    waico("merge", output, *folders)


@pytest.mark.parametrize("options, words", [
    (["--shard", "3/3"], "not I/N"),
    (["--shard", "1"], "not I/N"),
    (["--resume", "--force"], "exclude each other"),
    (["--retry-failed"], "needs --resume"),
    (["--extend"], "no work to extend"),
])
def test_wrong_usage_is_told(tmp_path, config, options, words):
    refused = sweep(config, tmp_path / "out.h5", *options, check=False)
    assert refused.returncode in (2, 4) and words in refused.stderr
