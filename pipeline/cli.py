"""The command `corroborate`: arguments in, exit code out; the work is done elsewhere.

Exit codes: 0 done; 2 bad usage, settings or missing model; 3 done, but more documents quarantined than allowed;
4 tables failed validation, nothing committed; 74 input or output error; 75 another run holds the lock; 130 and 143
interrupted. What takes long to import is imported inside the commands.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.config import Settings, load_settings
from pipeline.errors import CorroborateError, UsageError, visible
from pipeline.export import ExportFormat
from pipeline.store.lock import lock

if TYPE_CHECKING:
    from pipeline.plan import Plan
    from pipeline.progress import Progress
    from pipeline.store.cache import Cache

EXIT_QUARANTINED, EXIT_INVALID, EXIT_IO, EXIT_INTERRUPTED, EXIT_TERMINATED = 3, 4, 74, 130, 143
_STOPS = {signal.SIGINT: EXIT_INTERRUPTED, signal.SIGTERM: EXIT_TERMINATED}
_WHOLE = "the latest tables are whole, those of this run or of the one before"

app = typer.Typer(
    name="corroborate",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

cache_app = typer.Typer(no_args_is_help=True, help="What is kept of each file, for later runs.")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"corroborate {__version__}")
        raise typer.Exit


@app.callback()
def corroborate(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version and leave.")
    ] = False,
) -> None:
    """Who is named, who said what, and where news sources agree, add to one another or conflict."""


class LogFormat(StrEnum):
    """Forms of the log."""

    TEXT = "text"
    JSON = "json"


Raw = Annotated[str | None, typer.Option(help="Folder of the articles, or its address. (default: raw)")]
Out = Annotated[str | None, typer.Option(help="Folder of the outputs, or its address. (default: outputs)")]
ConfigFile = Annotated[Path | None, typer.Option(help="Settings file. (default: corroborate.toml where there is one)")]


@app.command()
def run(
    raw: Raw = None,
    out: Out = None,
    model: Annotated[str | None, typer.Option(help="Name or path of a spaCy pipeline to use instead.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that work on documents. (default: 1)")] = None,
    executor: Annotated[str | None, typer.Option(help="How documents are spread: serial, processes or ray.")] = None,
    address: Annotated[str | None, typer.Option(help="Of the Ray cluster. (default: a Ray on this machine)")] = None,
    config: ConfigFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell only what went wrong.")] = False,
    log: Annotated[LogFormat, typer.Option(help="Form of the log: text, or a line of JSON an event.")] = LogFormat.TEXT,
    force: Annotated[bool, typer.Option("--force", help="Do everything anew, whatever is kept.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done and why; do nothing.")] = False,
) -> None:
    """Make the tables from the articles; what did not change since the last run is not done again."""
    with _progress(quiet, log) as progress, _failures_told(progress):
        spread = {"workers": workers, "executor": executor, "address": address}
        settings = load_settings(config, raw=raw, out=out, model=model, **spread)
        if dry_run:
            _foretell(settings, force=force)
            return
        with lock(settings.out), _mirrored(settings, progress), _place_named(settings.out):
            told, too_many = _run(settings, progress, force=force)
    if not quiet:
        typer.echo(told)
    if too_many:
        raise typer.Exit(EXIT_QUARANTINED)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Articles to copy into the raw folder.")],
    raw: Annotated[str | None, typer.Option(help="Folder of the articles. (default: raw)")] = None,
    source: Annotated[str | None, typer.Option(help="Publisher.")] = None,
    title: Annotated[str | None, typer.Option(help="Headline.")] = None,
    authors: Annotated[str | None, typer.Option(help="Authors, joined by '; '.")] = None,
    published: Annotated[str | None, typer.Option(help="Date of publication, as 2024-06-21.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
) -> None:
    """Copy articles into the raw folder and write their entries in sources.toml.

    What is not given is looked for in the text.
    """
    from pipeline.records import SourceEntry
    from pipeline.sources import describe_article
    from pipeline.store.articles import add_article

    settings, given = load_settings(raw=raw), SourceEntry(source, title, authors, published, url)
    if settings.raw_address:
        raise UsageError(f"articles are added to folders alone; copy yours to {settings.raw_address} by other means")
    for file in files:
        typer.echo(f"added {add_article(settings.raw, file, describe_article(file, given))}")


@app.command()
def verify(out: Out = None) -> None:
    """Check the latest tables: hashes, schema, keys, and that every span matches its text."""
    from pipeline.store.intact import damaged
    from pipeline.tables import load_tables
    from pipeline.validate import Checker

    folder = _generation(out, anew=True)
    found = [f"{name}: missing or changed since it was written" for name in damaged(folder)]
    if not found:
        tables = load_tables(folder)
        checker = Checker(tables.clean_texts, tables.raw_texts)
        for part in tables.arrow_parts():
            checker.check(part)
        found = checker.problems()
    for line in found:
        typer.echo(line, err=True)
    if found:
        raise typer.Exit(EXIT_INVALID)
    typer.echo(f"{folder}: all well")


@app.command()
def diff(
    before: Annotated[str | None, typer.Argument(help="A generation. (default: the one before the latest)")] = None,
    after: Annotated[str | None, typer.Argument(help="Another. (default: the latest)")] = None,
    out: Out = None,
    csv: Annotated[
        bool, typer.Option("--csv", help="A line of CSV for each row that changed, as it is and was.")
    ] = False,
) -> None:
    """Tell what is new, gone or changed between two generations: articles, rows of each table, conflicts."""
    from pipeline.compare import changes, generations, told
    from pipeline.store.published import last_two
    from pipeline.tables import load_tables

    settings = load_settings(out=out)
    if before is None:
        before, latest = last_two(settings.out_address) if settings.out_address else map(str, generations(settings.out))
        after = after or latest
    tables = load_tables(before), load_tables(after or settings.out_shown)
    typer.echo(changes(*tables).to_csv(index=False) if csv else told(*tables), nl=not csv)


@app.command()
def report(
    out: Out = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Tell where the page of the latest tables is."""
    page = _generation(out) / "report.html"
    typer.echo(page)
    if show:
        typer.launch(str(page))


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="The file to write, outside the outputs.")],
    form: Annotated[ExportFormat, typer.Option("--format", help="What to make of the tables.")],
    out: Out = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write the latest tables in a form that other tools take.

    conllu: the sentences as CoNLL-U, with tags, lemmas, parse and names.

    docbin: a spaCy DocBin with names, quotes and claims on the documents.

    duckdb: all tables in one DuckDB file, with keys and comments.

    webannotation: W3C Web Annotations (JSON-LD) that point into raw texts.

    conllu and docbin need the model that made the tables.
    """
    from pipeline.export import export as write

    write(form, _out(out), target, force=force)
    typer.echo(target)


app.add_typer(cache_app, name="cache")


@cache_app.command()
def info(out: Out = None) -> None:
    """Tell how much is kept for later runs."""
    n_entries, n_bytes = _cache(out).size()
    typer.echo(f"{n_entries} results kept, {n_bytes / 1e6:.1f} MB, in {_cache(out).folder}")


@cache_app.command()
def prune(
    max_mb: Annotated[int, typer.Option(help="Megabytes that may stay; what was used last stays longest.")] = 0,
    out: Out = None,
) -> None:
    """Remove what is kept for later runs; they do anew what they need."""
    with lock(_out(out)):
        typer.echo(f"{_cache(out).prune(max_mb)} results removed")


def main() -> None:
    """Run the command; every failure that can be foreseen is one line on standard error and an exit code."""
    ours = [number for number in _STOPS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, _leave) for number in ours}
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # Arrow's own keeps twice the memory
    try:
        app()
    except (CorroborateError, OSError) as error:
        message, code = _told(error)
        sys.stderr.write(f"corroborate: {visible(message)}\n")
        sys.exit(code)
    except SystemExit as left:
        if left.code in _STOPS.values():
            signal.setitimer(signal.ITIMER_REAL, 0)
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    """Leave with the code of a signal; again after a second, since Python loses what some callbacks raise."""
    signal.signal(signal.SIGALRM, lambda _, frame: _leave(number, frame))
    signal.setitimer(signal.ITIMER_REAL, 1)
    sys.unraisablehook = lambda lost: None  # it would print what is lost
    sys.exit(_STOPS[signal.Signals(number)])


def _told(error: BaseException) -> tuple[str, int]:
    """What to tell of an error, in one line, and the exit code."""
    if isinstance(error, CorroborateError):
        return str(error), error.exit_code
    if isinstance(error, OSError):
        place = f" at {error.filename}" if error.filename else ""
        return f"{error.strerror or error}{place}; {_WHOLE}", EXIT_IO
    if isinstance(error, SystemExit) and error.code == EXIT_INTERRUPTED:
        return f"interrupted; {_WHOLE}", EXIT_INTERRUPTED
    return f"terminated; {_WHOLE}", EXIT_TERMINATED


@contextmanager
def _failures_told(progress: Progress) -> Iterator[None]:
    """Tell of a failure in the form of the log, and leave with its exit code."""
    try:
        yield
    except (CorroborateError, OSError, SystemExit) as error:
        message, code = _told(error)
        progress.note("failed", message=message, exit_code=code)
        raise typer.Exit(code) from None


@contextmanager
def _place_named(out: Path) -> Iterator[None]:
    """Give an input or output error a place: the system names none, or no whole one, where a write fails."""
    try:
        yield
    except OSError as error:
        named = str(error.filename2 or error.filename or "")
        error.filename = named if "/" in named else str(out)
        raise


def _run(settings: Settings, progress: Progress, *, force: bool) -> tuple[str, bool]:
    """Make the tables where anything changed; what to tell of them, and whether too many files were quarantined."""
    from pipeline.plan import is_up_to_date, latest_manifest, make_plan, tell_unknown
    from pipeline.store.leftovers import clear

    clear(settings.out)
    plan = make_plan(settings)
    tell_unknown(plan, progress)
    if force or not is_up_to_date(plan, settings.out):
        told, n_lost = _execute(plan, settings, progress, force=force)
    else:
        progress.note("nothing_changed", files=len(plan.inputs))
        told = f"nothing changed: {settings.out_shown}/latest is as it was; see it with `corroborate report`"
        n_lost = latest_manifest(settings.out).get("rows", {}).get("quarantine", 0)
    too_many = n_lost > settings.max_quarantine * len(plan.inputs)
    if too_many:
        message = f"{n_lost} files in quarantine, more than {settings.max_quarantine:.0%} of all"
        progress.note("too_many_quarantined", message=message, exit_code=EXIT_QUARANTINED)
    return told, too_many


def _execute(plan: Plan, settings: Settings, progress: Progress, *, force: bool) -> tuple[str, int]:
    """Do what a plan asks for; what takes long to load is imported here, when there is something to do."""
    started = time.monotonic()
    from pipeline.executors import one_thread_each

    one_thread_each()
    from pipeline.report.summary import summary
    from pipeline.run import execute

    result = execute(plan, settings, progress, force=force)
    counts = result.tables.counts
    progress.note("done", generation=result.folder.name, seconds=round(time.monotonic() - started, 3), rows=counts)
    return summary(result.tables, f"{settings.out_shown}/latest"), counts["quarantine"]


def _foretell(settings: Settings, *, force: bool) -> None:
    from pipeline.plan import CACHE, is_up_to_date, latest_manifest, make_plan, told
    from pipeline.store.cache import Cache
    from pipeline.store.mirror import bring_here

    if settings.raw_address or settings.out_address:
        with lock(settings.out):
            bring_here(settings)
    plan, cache = make_plan(settings), Cache(settings.out / CACHE)
    kept = {one.path for one in plan.inputs if (key := plan.key(one)) and cache.has(key) and not force}
    before = {} if force else latest_manifest(settings.out)
    for line in told(plan, before, kept, not force and is_up_to_date(plan, settings.out)):
        typer.echo(visible(line))


def _generation(out: str | None, *, anew: bool = False) -> Path:
    """The folder of the latest generation; where it is at an address, of a copy."""
    from pipeline.store.published import fetched
    from pipeline.tables import generation_folder

    settings = load_settings(out=out)
    return fetched(settings.out_address, anew=anew) if settings.out_address else generation_folder(settings.out)


def _mirrored(settings: Settings, progress: Progress) -> AbstractContextManager[None]:
    from pipeline.store.mirror import mirrored

    return mirrored(settings, progress)


def _cache(out: str | None) -> Cache:
    from pipeline.plan import CACHE
    from pipeline.store.cache import Cache

    return Cache(_out(out) / CACHE)


def _out(out: str | None) -> Path:
    return load_settings(out=out).out


@contextmanager
def _progress(quiet: bool, log: LogFormat) -> Iterator[Progress]:
    from pipeline.progress import Bar, Lines

    if log is LogFormat.TEXT and not quiet and sys.stderr.isatty():
        with Bar() as bar:
            yield bar
    else:
        yield Lines(as_json=log is LogFormat.JSON, quiet=quiet)


if __name__ == "__main__":
    main()
