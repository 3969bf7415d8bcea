"""Writes the figures as a page, and a picture for each growth curve: `python -m benchmarks.page`.

Reads benchmarks/results.json, which `python -m benchmarks` measures; no figure comes from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.curves import curve
from benchmarks.goals import Judged, judge
from benchmarks.growth import TOGETHER
from benchmarks.speed import MODEL, OURS, PIPELINE

FOLDER = Path(__file__).parent
RESULTS, PAGE = FOLDER / "results.json", FOLDER / "RESULTS.md"
Results = Mapping[str, Any]
ORDER = ("annotate", "entities", "quotes", "claims", "link", "align")
BUSY = "; the machine had other work, so seconds are longer, and two processes gain less, than on a quiet one"
NOT_RUN = "Not run: it needs the corpora, `make bench CORPORA=folder`."


def write(folder: Path = FOLDER) -> None:
    """Write RESULTS.md and its pictures beside the results.json of a folder."""
    results = json.loads((folder / RESULTS.name).read_text(encoding="utf-8"))
    for name, picture in pictures(results["growth"]["rows"]).items():
        (folder / name).write_text(picture, encoding="utf-8")
    (folder / PAGE.name).write_text(page(results), encoding="utf-8")


def page(results: Results) -> str:
    """The page, as Markdown."""
    sections = (_head, _goals, _speed, _growth, _others, _accuracy, _inputs)
    return "\n".join(line for section in sections for line in section(results))


def pictures(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The growth curves by the name of their file, as SVG."""
    series = {
        "seconds": ("Time of a run", "seconds", [row["seconds"] for row in rows]),
        "together": ("Time of link and align", "seconds", [_together(row) for row in rows]),
        "memory": ("Memory of the largest process", "MB", [row["peak_mb"] for row in rows]),
    }
    counts = [row["articles"] for row in rows]
    return {
        f"growth-{name}.svg": curve(title, unit, list(zip(counts, values, strict=True)))
        for name, (title, unit, values) in series.items()
    }


def _together(row: Mapping[str, Any]) -> float:
    return round(sum(row["stages"][name] for name in TOGETHER), 2)


def _head(results: Results) -> Iterator[str]:
    machine = results["machine"]
    libraries = ", ".join(f"{name} {machine[name]}" for name in ("spacy", "textacy", "onnxruntime", "pandas", "numpy"))
    yield "# Results\n"
    yield "Written by `make bench`; [README.md](README.md) says what is measured and how.\n"
    yield from _when(results["measured"], machine["cores"] / 2)
    yield f"- {machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}"
    yield f"- Python {machine['python']}, {libraries}\n"


def _when(measured: Mapping[str, Mapping[str, Any]], busy: float) -> Iterator[str]:
    """When the parts were measured, those that were measured together in one line."""
    together: dict[tuple[Any, ...], list[str]] = {}
    for name, part in measured.items():
        together.setdefault((part["commit"], part["day"], part["load_before"]), []).append(name)
    for (commit, day, load), names in together.items():
        minutes = round(sum(measured[name]["minutes"] for name in names))
        told = f"- {', '.join(names)}: commit {commit}, {day}, {minutes} minutes, load before {load}"
        yield told + (BUSY if load > busy else "")


def _goals(results: Results) -> Iterator[str]:
    yield "## Beside what is asked\n"
    yield from _table(("what", "asked", "found", "met"), [_told(one) for one in judge(results)])


def _told(one: Judged) -> tuple[str, ...]:
    asked = f"{'at most' if one.goal.at_most else 'at least'} {_with_unit(one.goal.bound, one.goal.unit)}"
    found = _with_unit(one.found, one.goal.unit) if one.found is not None else "not run"
    return one.goal.what, asked, found, {True: "yes", False: "no", None: ""}[one.met]


def _with_unit(value: float, unit: str) -> str:
    if unit == "%":
        return f"{100 * value:.1f} %"
    return f"{value:.2f}" + (f" {unit}" if unit else "")


def _speed(results: Results) -> Iterator[str]:
    speed, counts = results["speed"], results["speed"]["quotations"]
    yield "## Speed on one thread\n"
    yield f"Medians of {speed['rounds']} interleaved rounds over {speed['articles']} made articles,"
    yield f"{speed['words']:,} words, after one that warms up, in processor time. “{MODEL}” is the bundled"
    yield "spaCy pipeline without this project's components: the floor. Components and textacy's readers start from"
    yield f"parsed Docs; the component finds {counts['component']} quotations there, textacy finds {counts['textacy']}"
    yield f"and raises on {counts['textacy raises']} of the articles.\n"
    floor = speed["words_a_second"][MODEL]
    found = dict.fromkeys((OURS, PIPELINE, MODEL), 0) | speed["words_a_second"]
    yield from _table(
        ("what", "words a second", "over the floor"),
        [(name, f"{n:,}", f"{n / floor:.2f}") for name, n in found.items()],
    )
    yield from _table(
        ("stage", "words a second", "share of the document stages"),
        [(name, f"{one['words_a_second']:,}", f"{100 * one['share']:.1f} %") for name, one in speed["stages"].items()],
    )


def _growth(results: Results) -> Iterator[str]:
    rows, powers = results["growth"]["rows"], results["growth"]["exponents"]
    sizes = ", ".join(f"{row['articles']:,}" for row in rows)
    yield "## Growth\n"
    yield f"The whole command in a process of its own, on {sizes} made articles, five an event; nothing larger was run."
    yield "Memory is that of the largest process. “Around” is read, clean and what is no stage: start, checks, tables."
    yield "\nExponents, by least squares: " + ", ".join(f"{name} {power}" for name, power in powers.items()) + ".\n"
    columns = ("articles", "words", "seconds", "processor, s", "MB", "link and align, s", "link and align", "around")
    yield from _table(columns, [_grown(row) for row in rows])
    yield from (f"![{name}]({name})" for name in pictures(rows))
    yield ""
    yield from _table(("stage, seconds", *(f"{row['articles']:,}" for row in rows)), _by_stage(rows))


def _grown(row: Mapping[str, Any]) -> tuple[str, ...]:
    shares = (f"{100 * row[name]:.1f} %" for name in ("together_share", "around_share"))
    plain = (f"{row[name]:,}" for name in ("articles", "words", "seconds", "processor", "peak_mb"))
    return *plain, f"{_together(row):,}", *shares


def _by_stage(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for stage in rows[0]["stages"]:
        yield stage, *(f"{row['stages'][stage]:,.1f}" for row in rows)


def _others(results: Results) -> Iterator[str]:
    workers, reruns, shipped = results["workers"], results["reruns"], results["shipped"]
    yield "## Two processes, reruns, the shipped articles\n"
    yield f"{workers['articles']} articles take {workers['one']} s with one process and {workers['two']} s with two"
    yield f"({workers['speedup']} times as fast; medians of {workers['rounds']} interleaved runs, start included)."
    yield f"The articles that come with the project take {shipped['seconds']} s (median of {shipped['rounds']}, warm)"
    yield f"and {shipped['peak_mb']} MB.\n"
    runs = [
        (what, f"{one['seconds']}", f"{100 * one['share']:.1f} %", f"{one['peak_mb']}")
        for what, one in reruns["runs"].items()
    ]
    yield from _table((f"{reruns['articles']:,} articles", "seconds", "of the full run", "MB"), runs)


def _accuracy(results: Results) -> Iterator[str]:
    yield "## Accuracy\n"
    if results["accuracy"] is None:
        yield NOT_RUN + "\n"
        return
    yield "Dev splits, from raw text; per cent."
    yield "Some rules and thresholds were chosen on these splits: [README.md](README.md) says which.\n"
    columns = ("stage", "data", "figure", "Corroborate", "beside it", "")
    yield from _table(
        columns, [_scored(row) for row in sorted(results["accuracy"], key=lambda row: ORDER.index(row["stage"]))]
    )


def _scored(row: Mapping[str, Any]) -> tuple[str, ...]:
    peer = f"{100 * row['peer_value']:.1f}" if row["peer_value"] is not None else ""
    return row["stage"], row["data"], row["what"], f"{100 * row['value']:.1f}", row["peer"], peer


def _inputs(results: Results) -> Iterator[str]:
    yield "## Inputs\n"
    yield "Pinned by SHA-256 (inputs.json); a run ends where one differs. Raw figures: [results.json](results.json).\n"
    found = [(f"{n} made articles", f"`{digest}`") for n, digest in results["inputs"]["articles"].items()]
    corpora = results["inputs"]["corpora"]
    yield from _table(("input", "SHA-256"), [*found, *([("corpora", f"`{corpora}`")] if corpora else [])])


def _table(columns: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|" + " --- |" * len(columns)
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


if __name__ == "__main__":
    write()
