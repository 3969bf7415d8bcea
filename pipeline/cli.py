"""The command `corroborate`: arguments in, exit code out; the work is done elsewhere.

Exit codes: 0 done; 2 bad usage, settings or missing model; 3 done, but more documents quarantined than allowed;
4 tables failed validation, nothing committed; 74 input or output error; 75 another run holds the lock; 130 and 143
interrupted. What takes long to import is imported inside the commands.
"""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.config import load_settings
from pipeline.errors import CorroborateError, visible

if TYPE_CHECKING:
    from pipeline.progress import Progress

EXIT_QUARANTINED, EXIT_INVALID, EXIT_IO, EXIT_INTERRUPTED, EXIT_TERMINATED = 3, 4, 74, 130, 143

app = typer.Typer(
    name="corroborate",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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


Out = Annotated[Path | None, typer.Option(help="Folder of the outputs. (default: outputs)", show_default=False)]
ConfigFile = Annotated[Path | None, typer.Option(help="Settings file. (default: corroborate.toml where there is one)")]


@app.command()
def run(
    raw: Annotated[Path | None, typer.Option(help="Folder of the articles. (default: raw)")] = None,
    out: Out = None,
    model: Annotated[str | None, typer.Option(help="Name or path of a spaCy pipeline to use instead.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that work on documents. (default: 1)")] = None,
    config: ConfigFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell only what went wrong.")] = False,
    log: Annotated[LogFormat, typer.Option(help="Form of the log where there is no terminal.")] = LogFormat.TEXT,
) -> None:
    """Make the tables from the articles."""
    settings = load_settings(config, raw=raw, out=out, model=model, workers=workers)
    from pipeline.report.summary import summary
    from pipeline.run import execute

    with ExitStack() as stack:
        result = execute(settings, _progress(stack, quiet, log))
    if not quiet:
        typer.echo(summary(result.tables, settings.out / "latest"))
    if result.too_many_quarantined:
        n_lost, allowed = len(result.tables.quarantine), settings.max_quarantine
        typer.echo(f"corroborate: {n_lost} files in quarantine, more than {allowed:.0%} of all", err=True)
        raise typer.Exit(EXIT_QUARANTINED)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Articles to copy into the raw folder.")],
    raw: Annotated[Path | None, typer.Option(help="Folder of the articles. (default: raw)")] = None,
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
    from pipeline.store import add_article

    folder, given = load_settings(raw=raw).raw, SourceEntry(source, title, authors, published, url)
    for file in files:
        typer.echo(f"added {add_article(folder, file, describe_article(file, given))}")


@app.command()
def verify(out: Out = None) -> None:
    """Check the latest tables: hashes, schema, keys, and that every span matches its text."""
    from pipeline.store import damaged
    from pipeline.tables import generation_folder, load_tables
    from pipeline.validate import problems

    folder = generation_folder(_out(out))
    found = [f"{name}: missing or changed since it was written" for name in damaged(folder)]
    if not found:
        tables = load_tables(folder)
        ids = list(tables.documents["doc_id"])
        raw_texts = {doc_id: tables.text(doc_id, raw=True) for doc_id in ids}
        found = problems(tables.frames, {doc_id: tables.text(doc_id) for doc_id in ids}, raw_texts)
    for line in found:
        typer.echo(line, err=True)
    if found:
        raise typer.Exit(EXIT_INVALID)
    typer.echo(f"{folder}: all well")


@app.command()
def diff(
    before: Annotated[Path | None, typer.Argument(help="A generation. (default: the one before the latest)")] = None,
    after: Annotated[Path | None, typer.Argument(help="Another. (default: the latest)")] = None,
    out: Out = None,
) -> None:
    """Tell which rows are new, gone or changed between two generations."""
    from pipeline.compare import compare, generations
    from pipeline.tables import load_tables

    if before is None:
        before, latest = generations(_out(out))
        after = after or latest
    typer.echo(compare(load_tables(before), load_tables(after or _out(out))))


@app.command()
def report(
    out: Out = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Tell where the page of the latest tables is."""
    from pipeline.tables import generation_folder

    page = generation_folder(_out(out)) / "report.html"
    typer.echo(page)
    if show:
        typer.launch(str(page))


def main() -> None:
    """Run the command; every failure that can be foreseen is one line on standard error and an exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app()
    except CorroborateError as error:
        _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        _fail("interrupted; the latest tables are as they were", EXIT_INTERRUPTED)
    except OSError as error:
        place = f" at {error.filename}" if error.filename else ""
        _fail(f"{error.strerror or error}{place}; the latest tables are as they were", EXIT_IO)


def _terminate(number: int, frame: FrameType | None) -> None:
    """Leave as on an interrupt, with the code of a termination."""
    sys.exit(EXIT_TERMINATED)


def _fail(message: str, code: int) -> None:
    sys.stderr.write(f"corroborate: {visible(message)}\n")
    sys.exit(code)


def _out(out: Path | None) -> Path:
    return out or load_settings().out


def _progress(stack: ExitStack, quiet: bool, log: LogFormat) -> Progress:
    from pipeline.progress import Bar, Lines, Quiet

    if quiet:
        return Quiet()
    if log is LogFormat.TEXT and sys.stderr.isatty():
        return stack.enter_context(Bar())
    return Lines(as_json=log is LogFormat.JSON)


if __name__ == "__main__":
    main()
