"""From raw/ to a generation of tables: the only code that knows the order of the stages.

    raw/* -> read -> clean -> annotate -> entities, quotes, claims     one document at a time
                                               -> link -> align         all documents together
                                                    -> outputs/latest/  one generation, all or nothing

To add a stage: write `pipeline/stages/NAME.py` with a `STAGE` and a function from records to rows, declare its table in
`pipeline/schema.py`, and call it in `rows_of` (one document) or `_together` (all documents). `docs/how-to/new-stage.md`
does so.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.language import Language

from pipeline import validate
from pipeline.alignment.library import Entities, Library, Memory
from pipeline.clock import Clock
from pipeline.config import Settings, located
from pipeline.errors import CorroborateError, InvalidOutputs
from pipeline.executors import Executor, executor_for, team_for
from pipeline.garbage import give_back, seldom_collected
from pipeline.groups import Groups
from pipeline.language import load_model
from pipeline.linked import claim_rows, filled, linked
from pipeline.plan import CACHE, Input, Plan, is_up_to_date, make_plan, tell_unknown
from pipeline.progress import Progress, Quiet
from pipeline.rawfiles import raw_bytes, shown
from pipeline.records import RawFile, RawText, Rejected
from pipeline.report.kept import Kept
from pipeline.report.page import pages
from pipeline.results import DocumentResult, Found, Rows, pack
from pipeline.schema import Quarantined
from pipeline.stages import Stage, align, annotate, claims, clean, entities, link, quotes, read
from pipeline.store.cache import Cache, Shelves
from pipeline.store.earlier import earlier, key_of, note
from pipeline.store.generation import Draft, drafted
from pipeline.store.leftovers import clear
from pipeline.store.lock import lock
from pipeline.store.mirror import mirrored
from pipeline.tables import Tables, load_tables

STAGES: tuple[Stage, ...] = tuple(
    module.STAGE for module in (read, clean, annotate, entities, quotes, claims, link, align)
)
PASSING = frozenset(("unreadable", "changed", "error", "timeout", "too_much_memory", "worker_died"))
"""Reasons of quarantine that need not hold another time: such files are tried again by the next run."""

MANY = 200
"""Documents from which on what they have together takes so much memory that the model, no longer needed, makes room."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to work on, as it is sent to a worker.

    Attributes:
        raw: The raw folder.
        file: The file as the plan found it.
        model: Name or path of a spaCy pipeline; None for the bundled model.
        key: The key that its result is kept by; None where it is not kept.
        read: Its bytes, or why there are none, where it is worked on in another process, which may see no raw folder.
    """

    raw: Path
    file: Input
    model: str | None
    key: str | None
    read: bytes | Rejected | OSError | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, packed, the seconds each stage took, and whether it would be the same another time."""

    packed: bytes
    seconds: dict[str, float]
    lasting: bool


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run made.

    Attributes:
        folder: The folder of the generation.
        tables: Its tables.
        too_many_quarantined: Whether more files were quarantined than `max_quarantine` allows.
        changed: Whether anything had changed since the run before, so that tables were made at all.
    """

    folder: Path
    tables: Tables
    too_many_quarantined: bool
    changed: bool = True


def run(
    raw: str | Path = "raw",
    out: str | Path = "outputs",
    *,
    model: str | None = None,
    workers: int | None = None,
    max_quarantine: float = 0.1,
    keep: int = 5,
    cache_mb: int = 2_000,
    executor: str | None = None,
    address: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Run the whole pipeline and commit its tables to `out/latest`; what did not change is not done again.

    Args:
        raw: Folder of the articles, or its address; never written to.
        out: Folder of the generations, or its address.
        model: Name or path of a spaCy pipeline; None for the bundled model.
        workers: Processes that work on documents; None for one, or for one for each CPU of a Ray cluster.
        max_quarantine: Share of the files that may be quarantined before the result says that they are too many.
        keep: Generations that are kept.
        cache_mb: Megabytes that results kept for later runs may take; those of this run stay in any case.
        executor: How documents are spread: "serial", "processes" or "ray"; None for processes where there are several
            workers.
        address: Of the Ray cluster; None for the one that RAY_ADDRESS names, else a Ray that is started here.
        force: Do everything anew.
        progress: Told of stages and of files that were quarantined; by default only the latter go to standard error.

    Raises:
        UsageError: The raw folder, its manifest, a setting or the model cannot be used.
        InvalidOutputs: The tables break their schema; nothing was committed.
        Locked: Another run is writing to the same place.
        OSError: The disk is full, or the outputs cannot be written.
    """
    places = located({"raw": raw, "out": out})
    settings = Settings(**places, model=model, workers=workers, executor=executor, address=address)
    settings = replace(settings, max_quarantine=max_quarantine, keep=keep, cache_mb=cache_mb)
    progress = progress or Quiet()
    with lock(settings.out), mirrored(settings, progress):
        clear(settings.out)
        plan = make_plan(settings)
        tell_unknown(plan, progress)
        if force or not is_up_to_date(plan, settings.out):
            return execute(plan, settings, progress, force=force)
        tables = load_tables(settings.out)
        return RunResult(tables.folder, tables, _too_many(tables.quarantine, settings, plan), changed=False)


def execute(plan: Plan, settings: Settings, progress: Progress, *, force: bool = False) -> RunResult:
    """Do what a plan asks for; the caller holds the lock of `settings.out`.

    Args:
        plan: The files and what will make their results.
        settings: The settings that it was made from.
        progress: Told of stages and notes.
        force: Do everything anew.

    Raises:
        UsageError: The model cannot be used.
        InvalidOutputs: The tables break their schema; nothing was committed.
        OSError: The disk is full, or the output folder cannot be written.
    """
    cache = Cache(settings.out / CACHE)
    found = _documents(plan, cache, settings, progress, force=force)
    if len(found.packed) > MANY:
        _model.cache_clear()
        give_back()
    memory = Shelves(cache, plan.alignment_key, empty=force)
    before = None if force else earlier(settings.out, cache)
    with seldom_collected(), drafted(settings.out, list(found.packed), before) as draft:
        groups = _together(found, draft, progress, memory, team_for(settings))
        memory.save()
        give_back()
        progress.start("commit", 1)
        if wrong := draft.write_tables():
            raise InvalidOutputs("the tables break their schema, nothing was committed: " + "; ".join(wrong))
        give_back()
        tables = draft.tables()
        kept = Kept(groups.made_from, before.page) if before else Kept(groups.made_from)
        draft.add_pages(pages(tables, tables.clean_texts, tables.raw_texts, kept))
        folder = draft.commit(_manifest(plan, found, tables), found.timings(), settings.keep)
    note(cache, folder.name, groups.made_from, groups.digests, kept.digests)
    cache.prune(settings.cache_mb, plan.keys() | memory.used | {key_of(folder.name)})
    progress.advance()
    return RunResult(folder, Tables(folder), _too_many(found.quarantined, settings, plan))


def _too_many(quarantined: Sized, settings: Settings, plan: Plan) -> bool:
    return len(quarantined) > settings.max_quarantine * len(plan.inputs)


def process(job: Job) -> Outcome:
    """Take one file through all the document stages; a failure concerns this document alone.

    Raises:
        UsageError: The model cannot be used.
    """
    clock = Clock()
    try:
        raw, nlp = clock.time(read.STAGE, lambda: read.read(_raw_file(job))), _model(job.model)
        with nlp.memory_zone():  # the words of an article are forgotten with it; else memory grows with the articles
            result = rows_of(raw, nlp, clock)
        if wrong := validate.problems_of_document(result.rows, result.clean_text, result.raw_text):
            raise Rejected("error", f"unsound rows in {' and '.join(wrong)}; please report it with the file")
        return Outcome(pack(result), dict(clock.seconds), lasting=True)
    except CorroborateError:  # the model cannot be used, which is no fault of the document
        raise
    except Rejected as rejected:
        reason, detail = rejected.reason, rejected.detail
    except OSError as error:
        reason, detail = "unreadable", f"{error.strerror}; check that the file is there and may be read"
    except Exception as error:  # the message may hold text of the article, so the type alone is told
        reason, detail = "error", f"{type(error).__name__} in {clock.stage}; please report it with the file"
    row = Quarantined(raw_path=shown(job.file.path), stage=clock.stage, reason=reason, detail=detail)
    return Outcome(pack(row), dict(clock.seconds), lasting=reason not in PASSING)


def rows_of(raw: RawText, nlp: Language, clock: Clock) -> DocumentResult:
    """The document stages in their order."""
    text = clock.time(clean.STAGE, clean.clean, raw)
    doc = clock.time(annotate.STAGE, annotate.annotate, text, nlp)
    quoted = clock.time(quotes.STAGE, quotes.quotes, doc, text)
    claimed = clock.time(claims.STAGE, claims.claims, doc, text)
    rows: Rows = {
        "documents": [annotate.document(raw, text, doc)],
        "furniture": list(text.furniture),
        "sentences": annotate.sentences(doc, text),
        "mentions": clock.time(entities.STAGE, entities.entities, doc, text),
        **{name: getattr(quoted, name) for name in quotes.STAGE.writes},
        **{name: getattr(claimed, name) for name in claims.STAGE.writes},
    }
    return DocumentResult(rows, raw.text, text.text, dict(clock.seconds))


def _documents(plan: Plan, cache: Cache, settings: Settings, progress: Progress, *, force: bool) -> Found:
    """Work on the files that need it, and look through the results of all, in the order of their paths."""
    jobs = [Job(settings.raw, one, settings.model, plan.key(one)) for one in plan.inputs]
    to_do = [job for job in jobs if force or job.key is None or not cache.has(job.key)]
    progress.note("documents", files=len(jobs), kept=len(jobs) - len(to_do))
    clock, passing = _work(to_do, cache, settings, progress)
    found = Found(clock)
    for job in jobs:
        found.add(partial(_packed, job, cache, passing), job.key)
        if job.key is not None and job.file.path not in passing:
            cache.touch(job.key)
    for row in found.quarantined:
        progress.note("quarantined", file=row.raw_path, stage=row.stage, reason=row.reason, detail=row.detail)
    return found


def _work(jobs: Sequence[Job], cache: Cache, settings: Settings, progress: Progress) -> tuple[Clock, dict[str, bytes]]:
    """Do the document stages; what they make goes to the cache at once, so that memory does not grow with the files.

    Returns:
        The time that each stage took, and by path the results that another run should not rely on.
    """
    progress.start("documents", len(jobs))
    clock, passing = Clock(), {}
    for job, outcome in executor_for(settings).map(process, jobs, _carried):
        if outcome is None:
            passing[job.file.path] = pack(_dead(job))
        elif job.key is not None and outcome.lasting:
            cache.put(job.key, outcome.packed)
        else:
            passing[job.file.path] = outcome.packed
        clock.add(outcome.seconds if outcome is not None else {})
        progress.advance()
    return clock, passing


def _dead(job: Job) -> Quarantined:
    detail = "its process was killed; is memory short?"
    return Quarantined(raw_path=shown(job.file.path), stage="annotate", reason="worker_died", detail=detail)


def _packed(job: Job, cache: Cache, passing: Mapping[str, bytes]) -> bytes:
    """The result of a file, packed."""
    packed = passing.get(job.file.path)
    if packed is None and job.key is not None:
        packed = cache.get(job.key)
    if packed is None:  # the entry was damaged
        outcome = process(job)
        packed = outcome.packed
        if job.key is not None and outcome.lasting:
            cache.put(job.key, packed)
    return packed


def _together(found: Found, draft: Draft, progress: Progress, memory: Memory, team: Executor | None) -> Groups:
    """The stages over all documents; alignment takes up what it made of pairs of documents that did not change.

    Returns:
        What the rows of documents, and of groups of them, were made from.
    """
    clock = found.clock
    progress.start(link.STAGE.name, len(found.results))
    who = clock.time(link.STAGE, link.identify, found.names)
    draft.add({"quarantine": found.quarantined, "entities": who.entities, "entity_aliases": who.entity_aliases})
    found.names.clear()  # they take ten megabytes for every thousand articles
    made_from = found.digests(who.known)
    source = partial(linked, found.results, who)
    library = Library(found.documents, Entities.of(who.entities), source, memory)
    for doc_id in found.results:
        taken, key = draft.take_over(doc_id, made_from[doc_id]), library.key(doc_id, made_from[doc_id], who.ids(doc_id))
        recalled = clock.time(align.STAGE, library.recall, doc_id, key)
        if not (taken and recalled):
            result = found.results[doc_id]
            rows = clock.time(link.STAGE, filled, result.rows, who)
        if not taken:
            draft.add(rows)
            draft.add_texts(doc_id, result.raw_text, result.clean_text)
        if not recalled:
            clock.time(align.STAGE, library.add, doc_id, claim_rows(rows), key)
        progress.advance()
    progress.start(align.STAGE.name, 1)
    groups = Groups(made_from, draft)
    aligning = align.align_library(library, memory=memory, executor=team, is_known=groups.take_over)
    for aligned in clock.each(align.STAGE, aligning):
        draft.add({name: getattr(aligned, name) for name in align.STAGE.writes})
    progress.advance()
    return groups


def _manifest(plan: Plan, found: Found, tables: Tables) -> dict[str, Any]:
    """What made a generation, and what it holds."""
    versions = {stage.name: stage.version for stage in STAGES}
    try_again = [row.raw_path for row in found.quarantined if row.reason in PASSING]
    return {**plan.manifest(), "stages": versions, "rows": tables.counts, "try_again": try_again}


def _carried(job: Job) -> Job:
    """The job with the bytes of its file, or why there are none, for a worker on another machine."""
    try:
        return replace(job, read=raw_bytes(job.raw, job.file.path))
    except (OSError, Rejected) as error:
        return replace(job, read=error)


def _raw_file(job: Job) -> RawFile:
    """The file of a job with its bytes, which must be those that the plan was made of."""
    if isinstance(job.read, Exception):
        raise job.read
    data = job.read if job.read is not None else raw_bytes(job.raw, job.file.path)
    if job.file.sha256 not in (None, hashlib.sha256(data).hexdigest()):
        raise Rejected("changed", "it was written to while the run went on: run again")
    return RawFile(job.file.path, data, job.file.entry)


@lru_cache(maxsize=1)
def _model(name: str | None) -> Language:
    """The language pipeline, loaded once a process."""
    return load_model(name)


class _CallableModule(ModuleType):
    """`pipeline.run` is this module, and the import system would have it hide the function of that name."""

    def __call__(self, *args: Any, **kwargs: Any) -> RunResult:
        return run(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
