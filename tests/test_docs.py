"""The documentation: every command on its pages is run, what it shows is what comes out, and links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer.main

from pipeline.alignment.scoring import bundled
from pipeline.cli import app
from tests.conftest import ROOT
from tests.docs.alike import alike, alike_rows
from tests.docs.blocks import PAGES, RUN, blocks_in, prose_of
from tests.docs.pages import session_for, with_tutorial
from tests.docs.session import change, same

NOT_RUN = {
    ("docs/addresses.md", ".venv/bin/python -m pip install -c constraints.txt -e '.[s3]'   # or gcs for gs://"),
    ("docs/addresses.md", 'tables = pipeline.load_tables("s3://news/tables")'),
    ("docs/cluster.md", ".venv/bin/python -m pip install -c constraints.txt -e '.[ray]'"),
    (
        "docs/cluster.md",
        "python3 -m pip wheel --no-deps -w dist . && cp constraints.txt dist/   "
        "# code, lexicons and weights are in the wheel",
    ),
    (
        "docs/cluster.md",
        "RAY_AUTH_MODE=token .venv/bin/ray start --head --port 6379 --include-dashboard=false   # on one",
    ),
    ("docs/how-to/another-model.md", ".venv/bin/python -m spacy download en_core_web_lg"),
    ("docs/how-to/another-model.md", "import pipeline"),
    ("docs/how-to/export.md", ".venv/bin/python -m pip install -c constraints.txt -e '.[duckdb]'"),
    ("docs/how-to/formats.md", ".venv/bin/python -m pip install -c constraints.txt -e '.[formats]'"),
    ("docs/how-to/outputs-elsewhere.md", "library(arrow)"),
    ("docs/scheduling.md", "sudo mkdir -p /srv/news/outputs && sudo chown corroborate /srv/news/outputs"),
    ("docs/tutorial.md", "make setup"),
}
"""The blocks that say why they are not run here: page and first line."""

DATA = frozenset({"text", "toml", "diff", "ini", "cron"})
"""Languages of blocks that are no program; the lines for cron are run by `test_scheduling`."""

BLOCKS = [block for page in PAGES for block in blocks_in(page)]
RUNNING = sorted({block.page for block in BLOCKS if block.language in RUN and block.noted("not run") is None})
FIGURES = ("benchmarks/README.md", "docs/model-card.md", "CHANGELOG.md")


@pytest.fixture(scope="session")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the reader of the tutorial has after it."""
    folder = tmp_path_factory.mktemp("tutorial") / "my"
    with_tutorial(folder)
    return folder


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize("page", RUNNING)
def test_what_a_page_says_works_and_gives_what_it_shows(page: str, tmp_path: Path, mine: Path) -> None:
    session = session_for(page, tmp_path, mine)
    for block in blocks_in(page):
        if block.noted("not run") is None:
            came = session.run(block)
            assert alike(block.text, came), f"{block.place} shows what does not come out; run `make docs`"


def test_what_is_not_run_says_why_and_is_known() -> None:
    silent = [block for block in BLOCKS if block.noted("not run") is not None]
    assert {(block.page, block.text.splitlines()[0]) for block in silent} == NOT_RUN
    assert len(silent) == len(NOT_RUN)
    assert all(len((block.noted("not run") or "").split()) > 2 for block in silent)


def test_every_block_has_a_language_that_is_run_or_is_no_program() -> None:
    run_or_told = [block for block in BLOCKS if block.noted("not run") is None]
    assert [block.place for block in run_or_told if block.language not in RUN | DATA] == []
    for page in PAGES:  # none is hidden by its indentation or its marks
        assert not re.search(r"^\s*(```|~~~)|^ {4}\S", prose_of(page), flags=re.MULTILINE), page


def test_a_file_that_is_to_be_written_is_named_in_the_text_above() -> None:
    written = [block for block in BLOCKS if (block.noted("file")) is not None]
    assert written
    for block in written:
        above = "\n".join((ROOT / block.page).read_text(encoding="utf-8").splitlines()[: block.line - 1])
        assert f"`{block.noted('file')}`" in above.rsplit("```", 1)[-1], block.place


def commands_in_prose() -> list[tuple[str, str]]:
    """The commands that stand in the text of a page, outside its blocks, with the page."""
    lines = {page: re.sub(r"(?<!\n)\n(?!\n)", " ", prose_of(page)) for page in PAGES}  # code may go over two
    found = [(page, code) for page, text in lines.items() for code in re.findall(r"`([^`\n]+)`", text)]
    return [(page, code) for page, code in found if re.match(r"(\.venv/bin/)?corroborate |make ", code)]


def is_known(code: str) -> bool:
    """Whether a command, or a part of one, names targets, commands and options that there are."""
    first, *words = shlex.split(code)
    if first == "make":
        targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
        return {word for word in words if "=" not in word} <= set(targets)
    command: Any = typer.main.get_command(app)
    while words and hasattr(command, "commands"):
        if words[0] not in command.commands:
            break
        command = command.commands[words.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    return {word for word in words if word.startswith("-")} <= options and not (
        hasattr(command, "commands") and words and not words[0].startswith("-")
    )


def test_commands_in_the_text_are_known() -> None:
    assert len(commands_in_prose()) > 20
    assert [(page, code) for page, code in commands_in_prose() if not is_known(code)] == []


@pytest.mark.parametrize(
    "wrong", ["make tea", "corroborate run --fast", "corroborate brew", "corroborate cache --force"]
)
def test_a_command_that_is_none_is_not_known(wrong: str) -> None:
    assert not is_known(wrong)


def anchors(path: Path) -> set[str]:
    """What links to headings of a page may name, as GitHub makes it of them."""
    text = path.read_text(encoding="utf-8")
    heads = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.replace("`", "").lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", prose_of(page))
    for target in targets:
        if re.match(r"https?://", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.exists(), f"{page}: {target}"
        assert path.resolve().is_relative_to(ROOT), f"{page}: {target}"
        if anchor:
            assert anchor in anchors(path), f"{page}: {target}"


def test_every_page_is_reached_from_the_index() -> None:
    reached, new = set(), {"docs/index.md"}
    while new:
        reached |= new
        links = {(page, link) for page in new for link in re.findall(r"\]\(([^)#\s]+\.md)", prose_of(page))}
        paths = {((ROOT / page).parent / link).resolve().relative_to(ROOT).as_posix() for page, link in links}
        new = (paths & set(PAGES)) - reached
    assert set(PAGES) == reached


def test_the_figures_of_the_explanation_are_those_that_were_measured() -> None:
    measured = "".join((ROOT / name).read_text(encoding="utf-8") for name in FIGURES)
    told = set(re.findall(r"(?<![\w.])\d*\.\d+(?![\w.])|\b\d+(?= %)", prose_of("docs/explanation.md")))
    told -= {str(bundled().threshold)}
    assert len(told) > 25
    assert sorted(figure for figure in told if not re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", measured)) == []


def test_the_threshold_told_is_that_from_which_pairs_are_shown() -> None:
    threshold = bundled().threshold
    assert f"From {threshold} a pair is shown" in prose_of("docs/explanation.md")
    assert f"the default is {threshold}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_dots_stand_for_anything_and_all_else_for_itself() -> None:
    assert same("a\n...\nd\n", "a\nb\nc\nd\n")
    assert same("in ... seconds\n", "in 3 seconds\n")
    assert not same("a\n", "b\n")
    assert not same("a\n...\nd\n", "a\nb\nc\n")


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ("0.87 she: gone\n", "0.89 she: gone\n"),
        ("claims   287\nspans  1,029\n", "claims   290\nspans  1,041\n"),
        ("quotes: 4 changed\n...\n", "quotes: 5 changed\na\nb\n"),
        ("0.9 a ... b 12\n", "0.9 a 3 b 4 b 12\n"),
    ],
)
def test_figures_may_be_off_by_a_little(shown: str, came: str) -> None:
    assert alike(shown, came)


@pytest.mark.parametrize(
    ("shown", "came"),
    [
        ("0.87 she: gone\n", "0.93 she: gone\n"),
        ("0.87 she: gone\n", "0.87 he: gone\n"),
        ("claims 287\n", "claims 320\n"),
        ("quotes: 2 changed\n", "quotes: 4 changed\n"),
        ("2024-06-19\n", "2024-06-20\n"),
        ("a\nb 1\n", "a\n"),
    ],
)
def test_figures_may_not_be_off_by_much_and_words_not_at_all(shown: str, came: str) -> None:
    assert not alike(shown, came)


def test_rows_may_differ_in_decimals_alone() -> None:
    assert alike_rows({"start": 12, "score": 0.87}, {"start": 12, "score": 0.88})
    assert not alike_rows({"start": 12, "score": 0.87}, {"start": 13, "score": 0.87})
    assert not alike_rows({"start": 12}, {"start": 12, "score": 0.87})


def test_a_change_must_be_found_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\none\n", encoding="utf-8")
    change(tmp_path, "--- a.txt\n+++ a.txt\n@@\n two\n+three\n@@\n-two\n+2\n")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "one\n2\nthree\none\n"
    with pytest.raises(AssertionError, match="once"):
        change(tmp_path, "--- a.txt\n+++ a.txt\n@@\n-one\n+1\n")
