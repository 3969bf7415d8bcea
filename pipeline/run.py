"""From raw/ to a generation of tables: the only code that knows the order of the stages.

    raw/* -> read -> clean -> annotate -> entities, quotes, claims     one document at a time
                                               -> link -> align         all documents together
                                                    -> outputs/latest/  one generation, all or nothing

To add a stage: write `pipeline/stages/NAME.py` with a `STAGE` and a function from records to rows, declare its table in
`pipeline/schema.py`, and call it in `rows_of` (one document) or `_together` (all documents).
"""

from __future__ import annotations

import platform
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

import pandas as pd
from spacy.language import Language

from pipeline import __version__, store, validate
from pipeline.config import Settings
from pipeline.errors import InvalidOutputs
from pipeline.executors import executor_for
from pipeline.language import load_model, model_fingerprint
from pipeline.progress import Progress, Quiet
from pipeline.records import RawFile, RawText, Rejected, SourceEntry
from pipeline.report.page import render
from pipeline.schema import TABLES, Document, Quarantined
from pipeline.sources import load_manifest, raw_paths
from pipeline.stages import Stage, align, annotate, claims, clean, entities, link, quotes, read
from pipeline.tables import Tables, to_frame

P = ParamSpec("P")
R = TypeVar("R")
Rows = dict[str, list[Any]]

STAGES: tuple[Stage, ...] = tuple(
    module.STAGE for module in (read, clean, annotate, entities, quotes, claims, link, align)
)
PARSERS = ("trafilatura", "lxml", "pypdf", "python-docx")
"""Libraries that read what is not plain text; they come with the extras."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to work on, as it is sent to a worker."""

    raw: Path
    path: str
    entry: SourceEntry
    model: str | None


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The rows of one document, with the texts that they refer to and the seconds each stage took."""

    rows: Rows
    raw_text: str
    clean_text: str
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run made: its folder, its tables, and whether more was quarantined than allowed."""

    folder: Path
    tables: Tables
    too_many_quarantined: bool


@dataclass
class Clock:
    """Times stages and remembers which one is at work."""

    stage: str = "read"
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def time(self, stage: Stage, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function as part of a stage."""
        self.stage = stage.name
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            self.seconds[stage.name] += time.perf_counter() - started


def run(
    raw: str | Path = "raw",
    out: str | Path = "outputs",
    *,
    model: str | None = None,
    workers: int = 1,
    max_quarantine: float = 0.1,
    keep: int = 5,
    progress: Progress | None = None,
) -> RunResult:
    """Run the whole pipeline and commit its tables to `out/latest`.

    Args:
        raw: Folder of the articles; never written to.
        out: Folder of the generations.
        model: Name or path of a spaCy pipeline; None for the bundled model.
        workers: Processes that work on documents.
        max_quarantine: Share of the files that may be quarantined before the result says that they are too many.
        keep: Generations that are kept.
        progress: Told of stages and of files that were quarantined; by default only the latter go to standard error.

    Raises:
        UsageError: The raw folder, its manifest, a setting or the model cannot be used.
        InvalidOutputs: The tables break their schema; nothing was committed.
        Locked: Another run is writing to the same folder.
        OSError: The disk is full, or the output folder cannot be written.
    """
    return execute(Settings(Path(raw), Path(out), model, workers, max_quarantine, keep), progress or Quiet())


def execute(settings: Settings, progress: Progress) -> RunResult:
    """Run as `run` does, from settings."""
    paths, manifest = raw_paths(settings.raw), load_manifest(settings.raw)
    nlp = _model(settings.model)
    jobs = [Job(settings.raw, path, manifest.get(path, SourceEntry()), settings.model) for path in paths]
    with store.lock(settings.out):
        results, quarantined = _documents(jobs, settings.workers, progress)
        clock = Clock()
        rows = _together(results, quarantined, clock, progress)
        generation = _generation(settings, nlp, results, rows, clock)
        folder = store.commit(settings.out, generation, settings.keep)
    return RunResult(folder, Tables(generation.frames, folder), len(quarantined) > settings.max_quarantine * len(jobs))


def process(job: Job) -> DocumentResult | Quarantined:
    """Take one file through all the document stages; a failure concerns this document alone."""
    clock = Clock()
    try:
        raw = clock.time(read.STAGE, lambda: read.read(_raw_file(job)))
        return rows_of(raw, _model(job.model), clock)
    except Rejected as rejected:
        reason, detail = rejected.reason, rejected.detail
    except OSError as error:
        reason, detail = "unreadable", f"{error.strerror}; check that the file is there and may be read"
    except Exception as error:  # the message may hold text of the article, so the type alone is told
        reason, detail = "error", f"{type(error).__name__} in {clock.stage}; please report it with the file"
    return Quarantined(raw_path=job.path, stage=clock.stage, reason=reason, detail=detail)


def rows_of(raw: RawText, nlp: Language, clock: Clock) -> DocumentResult:
    """The document stages in their order."""
    text = clock.time(clean.STAGE, clean.clean, raw)
    doc = clock.time(annotate.STAGE, annotate.annotate, text, nlp)
    quoted = clock.time(quotes.STAGE, quotes.quotes, doc, text)
    found_claims, quantities = clock.time(claims.STAGE, claims.claims, doc, text)
    rows: Rows = {
        "documents": [annotate.document(raw, text, doc)],
        "furniture": list(text.furniture),
        "sentences": annotate.sentences(doc, text),
        "mentions": clock.time(entities.STAGE, entities.entities, doc, text),
        **{name: getattr(quoted, name) for name in quotes.STAGE.writes},
        "claims": found_claims,
        "claim_spans": clock.time(claims.STAGE, claims.claim_spans, doc, text),
        "quantities": quantities,
    }
    return DocumentResult(rows, raw.text, text.text, dict(clock.seconds))


def _documents(jobs: Sequence[Job], workers: int, progress: Progress) -> tuple[list[DocumentResult], list[Quarantined]]:
    """Work on all files; the results in the order of their paths, whatever order they were done in."""
    progress.start("documents", len(jobs))
    by_path: dict[str, DocumentResult | Quarantined] = {}
    for job, result in executor_for(workers).map(process, jobs):
        by_path[job.path] = result or Quarantined(
            raw_path=job.path, stage="annotate", reason="worker_died", detail="its process was killed; is memory short?"
        )
        progress.advance()
    kept, quarantined = _without_doubles([by_path[path] for path in sorted(by_path)])
    for row in quarantined:
        progress.note("quarantined", file=row.raw_path, reason=row.reason, detail=row.detail)
    return kept, quarantined


def _without_doubles(
    results: Iterable[DocumentResult | Quarantined],
) -> tuple[list[DocumentResult], list[Quarantined]]:
    """Keep the first of several files with one id or the same bytes."""
    kept: list[DocumentResult] = []
    quarantined: list[Quarantined] = []
    seen: dict[str, str] = {}
    for result in results:
        if isinstance(result, Quarantined):
            quarantined.append(result)
            continue
        document: Document = result.rows["documents"][0]
        path, same_bytes, same_id = document.raw_path, seen.get(document.raw_sha256), seen.get(document.doc_id)
        if same_bytes or same_id:
            reason = "duplicate" if same_bytes else "same_name"
            detail = f"same {'content' if same_bytes else 'doc_id'} as {same_bytes or same_id}; " + (
                "remove one" if same_bytes else "rename one"
            )
            quarantined.append(Quarantined(raw_path=path, stage="read", reason=reason, detail=detail))
        else:
            kept.append(result)
            seen |= {document.raw_sha256: path, document.doc_id: path}
    return kept, quarantined


def _together(
    results: Sequence[DocumentResult], quarantined: Sequence[Quarantined], clock: Clock, progress: Progress
) -> Rows:
    """The stages over all documents."""
    rows: Rows = {name: [row for result in results for row in result.rows.get(name, ())] for name in TABLES}
    rows["quarantine"] = list(quarantined)
    progress.start(link.STAGE.name, 1)
    linked = clock.time(link.STAGE, link.link, *(rows[name] for name in link.STAGE.reads))
    rows |= {name: list(getattr(linked, name)) for name in link.STAGE.writes}
    progress.advance()
    progress.start(align.STAGE.name, 1)
    aligned = clock.time(align.STAGE, align.align, *(rows[name] for name in align.STAGE.reads))
    rows |= {name: list(getattr(aligned, name)) for name in align.STAGE.writes}
    progress.advance()
    return rows


def _generation(
    settings: Settings, nlp: Language, results: Sequence[DocumentResult], rows: Rows, clock: Clock
) -> store.Generation:
    """Everything that is committed, after a check of the tables.

    Raises:
        InvalidOutputs: The tables break their schema.
    """
    frames = {name: to_frame(table, rows[name]) for name, table in TABLES.items()}
    documents = [(result.rows["documents"][0].doc_id, result) for result in results]
    clean_texts = {doc_id: result.clean_text for doc_id, result in documents}
    raw_texts = {doc_id: result.raw_text for doc_id, result in documents}
    if wrong := validate.problems(frames, clean_texts, raw_texts):
        raise InvalidOutputs("the tables break their schema, nothing was committed: " + "; ".join(wrong))
    seconds = Counter(clock.seconds)
    for result in results:
        seconds.update(result.seconds)
    return store.Generation(
        frames,
        clean_texts,
        raw_texts,
        {"report.html": render(frames, clean_texts)},
        _manifest(settings, nlp, frames),
        {name: round(value, 3) for name, value in sorted(seconds.items())},
    )


def _manifest(settings: Settings, nlp: Language, frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """What made the tables, without anything that differs between runs that give the same."""
    return {
        "corroborate": __version__,
        "python": platform.python_version(),
        "libraries": _versions("spacy", "textacy", "pandas", "pyarrow", "ftfy", "rapidfuzz", *PARSERS),
        "model": model_fingerprint(nlp),
        "stages": {stage.name: stage.version for stage in STAGES},
        "settings": {"model": settings.model, "max_quarantine": settings.max_quarantine},
        "inputs": dict(zip(frames["documents"]["raw_path"], frames["documents"]["raw_sha256"], strict=True)),
        "rows": {name: len(frame) for name, frame in frames.items()},
    }


def _versions(*libraries: str) -> dict[str, str]:
    """The versions of libraries; those of extras may not be installed."""
    found = {}
    for name in libraries:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _raw_file(job: Job) -> RawFile:
    """The bytes of a file, which must be an ordinary one of a size that can be read, inside the raw folder."""
    path = job.raw / job.path
    if not path.is_file():
        raise Rejected("not_a_file", "a broken link, a pipe or a device; only ordinary files are read")
    if not path.resolve().is_relative_to(job.raw.resolve()):
        raise Rejected("outside", "a link that leads out of the raw folder; copy the file itself there")
    if path.stat().st_size > read.MAX_BYTES:
        raise Rejected("too_big", f"larger than {read.MAX_BYTES:,} bytes; split it")
    return RawFile(job.path, path.read_bytes(), job.entry)


@lru_cache(maxsize=1)
def _model(name: str | None) -> Language:
    """The language pipeline, loaded once a process."""
    return load_model(name)


class _CallableModule(ModuleType):
    """`pipeline.run` is this module, and the import system would have it hide the function of that name."""

    def __call__(self, *args: Any, **kwargs: Any) -> RunResult:
        return run(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
