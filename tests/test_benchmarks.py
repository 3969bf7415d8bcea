"""What the benchmarks tell, without measuring for long."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import benchmarks.__main__ as everything
from benchmarks import inputs, page, quick, speed
from benchmarks.articles import other_number
from benchmarks.command import Taken, run
from benchmarks.curves import curve
from benchmarks.goals import judge
from benchmarks.growth import exponent, exponents, row_of
from benchmarks.inputs import InputsChangedError, articles
from benchmarks.machine import machine
from pipeline.records import CleanText
from pipeline.stages import quotes
from tests import gate
from tests.conftest import ROOT

STAGES = ("read", "clean", "annotate", "entities", "quotes", "claims", "link", "align")
SVG = "{http://www.w3.org/2000/svg}"


def grown(n_articles: int, seconds: float = 0.5, megabytes: int = 500) -> dict[str, Any]:
    """A row of growth: some seconds an article, a hundredth of it for each stage but annotate, half of it for that."""
    stages = {name: n_articles * seconds * (0.5 if name == "annotate" else 0.01) for name in STAGES}
    return row_of(n_articles, 300 * n_articles, Taken(n_articles * seconds, n_articles * seconds, megabytes, stages))


@pytest.fixture
def results() -> dict[str, Any]:
    """Figures of a measurement without corpora up to 1,000 articles."""
    rows = [grown(100), grown(1_000)]
    rates = {
        speed.MODEL: 2_000,
        speed.PIPELINE: 1_500,
        speed.OURS: 1_300,
        speed.QUOTATIONS: 90_000,
        speed.TRIPLES: 70_000,
    }
    runs = {what: {"seconds": 2.0, "peak_mb": 600, "share": 0.1} for what in ("full", "nothing changed", "one edited")}
    return {
        "machine": machine(),
        "measured": {
            name: {"commit": "0" * 12, "day": "2026-11-01", "load_before": 0.1, "minutes": 8.1}
            for name in everything.parts(None, None, 0)
        },
        "speed": {
            "articles": 40, "words": 12_000, "rounds": 3,
            "quotations": {"component": 90, "textacy": 20, "textacy raises": 7},
            "words_a_second": rates, "documents_to_model": 0.65,
            "stages": {name: {"words_a_second": 9_000, "share": 0.125} for name in STAGES[:6]},
        },
        "growth": {"rows": rows, "exponents": exponents(rows)},
        "workers": {"articles": 200, "rounds": 3, "one": 47.0, "two": 27.0, "speedup": 1.741},
        "shipped": {"rounds": 3, "seconds": 5.2, "peak_mb": 610},
        "reruns": {"articles": 1_000, "words": 300_000, "runs": runs},
        "accuracy": None,
        "inputs": {"articles": inputs.hashes({40, 100}), "corpora": None},
    }  # fmt: skip


@given(st.floats(0.01, 10), st.floats(0.2, 3))
def test_the_exponent_is_that_of_the_power_that_values_grow_with(factor: float, power: float) -> None:
    counts = [100, 250, 500, 1_000]
    assert exponent(counts, [factor * count**power for count in counts]) == pytest.approx(power, abs=0.001)


def test_what_is_no_stage_counts_to_the_share_around_and_link_and_align_to_that_together() -> None:
    row = row_of(100, 30_000, Taken(20.0, 19.0, 700, dict.fromkeys(STAGES, 2.0)))
    assert (row["together_share"], row["around_share"]) == (0.2, 0.4)


@settings(max_examples=40)
@given(
    st.dictionaries(st.integers(5, 16_000), st.floats(0.01, 1e5), min_size=1, max_size=8),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=9),
)
def test_every_point_of_a_curve_is_a_dot_inside_the_picture(values: dict[int, float], title: str) -> None:
    svg = ElementTree.fromstring(curve(title, "seconds", sorted(values.items())))  # noqa: S314 - made here
    dots = svg.findall(f"{SVG}circle")
    assert len(dots) == len(values)
    assert all(0 <= float(dot.get("cx", "")) <= 420 and 0 <= float(dot.get("cy", "")) <= 260 for dot in dots)
    assert [float(dot.get("cx", "")) for dot in dots] == sorted(float(dot.get("cx", "")) for dot in dots)


def test_a_picture_has_its_words_in_the_namespace_of_svg_and_text_is_escaped() -> None:
    svg = ElementTree.fromstring(curve("a < b", "MB", [(100, 1.0), (200, 2.0)]))  # noqa: S314 - made here
    assert svg.tag == f"{SVG}svg"
    assert "a < b" in "".join(svg.itertext())


def test_the_page_tells_the_figures_the_sizes_and_what_was_not_run(results: dict[str, Any]) -> None:
    told = page.page(results)
    assert "| document stages | 1,300 | 0.65 |" in told
    assert "on 100, 1,000 made articles" in told
    assert "the component finds 90 quotations there, textacy finds 20\nand raises on 7 of the articles" in told
    assert (
        "| document stages, words a second over those of the language model alone | at least 60.0 % | 65.0 % | yes |"
        in told
    )
    assert "| 16,000 articles, memory of any one process | at most 2.00 GB | not run |  |" in told
    assert page.NOT_RUN in told
    assert all(f"![{name}]" in told for name in page.pictures(results["growth"]["rows"]))


def test_accuracy_is_told_in_per_cent_beside_its_peer(results: dict[str, Any]) -> None:
    row = {"stage": "quotes", "data": "dev", "what": "F1", "value": 0.6901, "peer": "textacy", "peer_value": 0.112}
    told = page.page(results | {"accuracy": [row, row | {"peer": "", "peer_value": None}]})
    assert "| quotes | dev | F1 | 69.0 | textacy | 11.2 |" in told
    assert "| quotes | dev | F1 | 69.0 |  |  |" in told
    assert page.NOT_RUN not in told


def test_a_busy_machine_is_told(results: dict[str, Any]) -> None:
    machine_of_two = results["machine"] | {"cores": 2}
    busy = results["measured"]["speed"] | {"load_before": 3.0}
    told = page.page(results | {"machine": machine_of_two, "measured": results["measured"] | {"speed": busy}})
    assert f"- speed: commit 000000000000, 2026-11-01, 8 minutes, load before 3.0{page.BUSY}" in told
    assert "- shipped, workers, growth, reruns, accuracy: commit 000000000000, 2026-11-01, 40 minutes, load " in told
    assert page.BUSY not in page.page(results | {"machine": machine_of_two})


def test_a_part_that_is_measured_anew_leaves_the_others_as_they_were(results: dict[str, Any]) -> None:
    found = everything.measure({"speed": lambda: {"rounds": 5}}, None, results | {"inputs": {"corpora": "abc"}})
    assert found["speed"] == {"rounds": 5}
    assert found["measured"]["speed"]["commit"] == machine()["commit"]
    for kept in ("growth", "workers", "shipped", "reruns", "accuracy"):
        assert (found[kept], found["measured"].get(kept)) == (results[kept], results["measured"].get(kept))
    assert found["inputs"]["corpora"] == "abc"
    assert page.page(results | {"measured": found["measured"]})


def test_accuracy_alone_is_not_measured_without_corpora(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        everything.main(["--only", "accuracy"])
    assert "needs --corpora" in capsys.readouterr().err


def test_all_lines_of_a_table_have_as_many_cells(results: dict[str, Any]) -> None:
    for block in page.page(results).split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in rows}) <= 1


def test_the_page_names_neither_the_machine_nor_a_folder_of_it(results: dict[str, Any]) -> None:
    told = page.page(results)
    assert socket.gethostname() not in told
    assert str(ROOT) not in told
    assert str(Path.home()) not in told


@pytest.mark.parametrize(("megabytes", "met"), [(2_000, True), (2_100, False)])
def test_a_goal_is_met_on_the_right_side_of_its_bound(results: dict[str, Any], megabytes: int, met: bool) -> None:
    rows = [grown(100), grown(1_000), grown(16_000, megabytes=megabytes)]
    judged = judge(results | {"growth": {"rows": rows, "exponents": exponents(rows)}})
    by_what = {one.goal.what: one.met for one in judged}
    assert by_what["16,000 articles, memory of any one process"] is met
    assert by_what["two processes, speed over one"] is True
    assert by_what["read, clean, start, checks and tables, share of 1,000 articles"] is False


def test_articles_that_differ_from_those_pinned_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(articles(5)) == 5
    monkeypatch.setattr(inputs, "made", lambda n: iter([("a.txt", "other words")] * n))
    with pytest.raises(InputsChangedError, match="differ from those pinned"):
        articles(5)
    with pytest.raises(InputsChangedError, match="are not among those pinned"):
        articles(15)


def test_all_that_is_measured_on_articles_has_them_pinned() -> None:
    wanted = {*everything.N_ARTICLES.values(), *inputs.SIZES}
    assert inputs.hashes(wanted).keys() == {str(size) for size in wanted}


@given(st.integers(10, 99_999_999), st.integers(0, 4_000))
def test_numbers_of_made_articles_keep_their_form_and_stay_apart(value: int, event: int) -> None:
    told = f"{value:,}"
    other = other_number(told, event)
    assert [sign.isdigit() for sign in other] == [sign.isdigit() for sign in told]
    assert other[0] != "0"
    assert other != other_number(told, event + 1)
    assert other_number("2024", event) == "2024"


def test_corpora_that_differ_from_those_pinned_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dev.txt").write_text("other words")
    assert everything.main(["--corpora", str(tmp_path)]) == 2
    assert "differ from those pinned" in capsys.readouterr().err


def test_a_command_is_told_with_the_memory_that_it_held_and_not_that_of_its_caller() -> None:
    helper = [sys.executable, "-m", "benchmarks.command", sys.executable, "-c"]
    slim, held = (
        json.loads(subprocess.run([*helper, code], capture_output=True, text=True, check=True, cwd=ROOT).stdout)
        for code in ("pass", "held = bytearray(300_000_000)")
    )
    assert slim["peak_mb"] < 100  # this process holds more
    assert held["peak_mb"] == pytest.approx(slim["peak_mb"] + 286, abs=5)
    assert held["seconds"] > 0


def test_a_command_that_fails_ends_the_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        run([sys.executable, "-c", "raise SystemExit(3)"])


def test_each_round_takes_every_contender_and_the_first_one_does_not_count() -> None:
    calls: list[str] = []
    found = speed.interleaved({name: lambda name=name: calls.append(name) for name in "ab"}, rounds=2)  # type: ignore[misc]
    assert "".join(calls) == "abbaab"
    assert found.keys() == {"a", "b"}


GOOD = {"documents_to_model": 0.64, "together_share": 0.1, "peak_mb": 600.0}
BOUNDS = quick.pinned(GOOD, {})


def test_figures_at_their_pins_and_a_little_worse_are_no_drop() -> None:
    assert quick.drops(GOOD, BOUNDS) == []
    assert quick.drops({"documents_to_model": 0.6, "together_share": 0.12, "peak_mb": 650.0}, BOUNDS) == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("documents_to_model", 0.4, "documents_to_model fell below its bound: 0.4 against 0.544"),
        ("together_share", 0.3, "together_share rose above its bound: 0.3 against 0.14"),
        ("peak_mb", 900.0, "peak_mb rose above its bound: 900 against 690"),
    ],
)
def test_a_figure_far_worse_than_its_pin_is_a_drop(name: str, value: float, told: str) -> None:
    assert quick.drops(GOOD | {name: value}, BOUNDS) == [told]


def test_a_figure_without_a_bound_is_a_drop() -> None:
    assert quick.drops(GOOD, {}) == [f"{name} is only on one side" for name in sorted(GOOD)]


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, float]:
    """What the guard finds, which tests may change; its bounds are in a folder of their own."""
    found = dict(GOOD)
    monkeypatch.setattr(quick, "measure", lambda: found)
    monkeypatch.setattr(quick, "accuracy_drops", list)
    monkeypatch.setattr(quick, "BOUNDS", tmp_path / "bounds.json")
    assert quick.main(["--update"]) == 0
    return found


def test_the_guard_ends_with_1_and_a_line_where_a_figure_drops(
    guard: dict[str, float], capsys: pytest.CaptureFixture[str]
) -> None:
    assert quick.main([]) == 0
    guard["peak_mb"] = 900.0
    assert quick.main([]) == 1
    assert capsys.readouterr().err == "peak_mb rose above its bound: 900 against 690\n"


def test_the_guard_ends_with_1_where_accuracy_drops(guard: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "accuracy_drops", lambda: ["names_f fell below its floor: 1 against 90"])
    assert quick.main([]) == 1


def test_bounds_are_loosened_only_when_told_to(guard: dict[str, float], capsys: pytest.CaptureFixture[str]) -> None:
    guard["documents_to_model"] = 0.5
    assert quick.main(["--update"]) == 2
    assert "documents_to_model 0.544 -> 0.425; --allow-regression" in capsys.readouterr().err
    assert json.loads(quick.BOUNDS.read_text()) == BOUNDS
    assert quick.main(["--update", "--allow-regression"]) == 0
    assert json.loads(quick.BOUNDS.read_text())["documents_to_model"] == 0.425


def test_accuracy_below_a_floor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    floors = gate.load_pins().floors
    monkeypatch.setattr(quick, "load_model", lambda: None)
    monkeypatch.setattr(gate, "measure", lambda nlp: floors | {"names_f": 1.0})
    assert quick.accuracy_drops() == [f"names_f fell below its floor: 1.0 against {floors['names_f']}"]


@pytest.mark.slow
def test_the_guard_sees_a_stage_that_has_become_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stage is busy for a while: what only waits takes no processor time."""
    quick_enough = quotes.quotes

    def slow(doc: Doc, clean: CleanText) -> quotes.Quoted:
        until = time.process_time() + 1.0
        while time.process_time() < until:
            pass
        return quick_enough(doc, clean)

    bounds = json.loads(quick.BOUNDS.read_text(encoding="utf-8"))
    monkeypatch.setattr(quotes, "quotes", slow)
    found = {"documents_to_model": speed.measure(5, rounds=1)["documents_to_model"]}
    wrong = quick.drops(found, {"documents_to_model": bounds["documents_to_model"]})
    assert [line.partition(" ")[0] for line in wrong] == ["documents_to_model"]


@pytest.mark.slow
def test_a_stage_that_fails_is_not_taken_for_a_fast_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(doc: Doc, clean: CleanText) -> quotes.Quoted:
        raise ValueError

    monkeypatch.setattr(quotes, "quotes", broken)
    with pytest.raises(RuntimeError, match="5 articles failed in a stage"):
        speed.measure(5, rounds=1)
