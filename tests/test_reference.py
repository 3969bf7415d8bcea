"""The pages that are made from the code: as the code is, and whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from pipeline.cli import app
from pipeline.config import TYPES, Settings
from pipeline.reference import PAGES, page
from pipeline.reference.failures import REASONS
from pipeline.reference.markdown import entries, parts, table
from pipeline.run import PASSING
from tests.conftest import ROOT

REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_current(name: str) -> None:
    assert (REFERENCE / f"{name}.md").read_text(encoding="utf-8") == page(name), "run `make docs`"


def test_make_docs_makes_every_page() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"for page in {' '.join(PAGES)}; do" in makefile
    assert {path.stem for path in REFERENCE.glob("*.md")} == set(PAGES)


def commands_of(command: Any) -> Iterator[Any]:
    """A command and all under it."""
    yield command
    for one in getattr(command, "commands", {}).values():
        yield from commands_of(one)


def test_every_option_and_command_is_told() -> None:
    told = page("commands")
    for command in commands_of(typer.main.get_command(app)):
        section = told[re.search(rf"^## (corroborate )?(cache )?{command.name}$", told, re.MULTILINE).start() :]  # type: ignore[union-attr]
        options = {option for one in command.params for option in one.opts if option.startswith("--")} - {"--help"}
        assert all(f"`{option}`" in section.split("\n## ")[0] for option in options)


def test_every_setting_is_told() -> None:
    told = page("settings")
    assert all(f"| `{name}` |" in told for name in TYPES)
    assert set(TYPES) == set(Settings.__dataclass_fields__) - {"raw_address", "out_address"}


def test_no_cell_of_the_reference_on_python_is_without_meaning() -> None:
    rows = [line for line in page("python").splitlines() if line.startswith("| `") and not line.startswith("| `token")]
    components = {"sentence_breaks", "asides", "numeric_entities", "entity_lexicon", "coref", "quotes", "claims"}
    told = [line for line in rows if line.split("`")[1] not in components or line.count("|") != 5]
    assert len(told) > 50
    assert not [line for line in told if re.search(r"\|\s+\|$", line)]


def reasons_in_the_code() -> set[str]:
    """The reasons that files are put in quarantine for, wherever they are written down."""
    found = {"worker_died", "error", "unreadable", "duplicate", "same_name"}  # put into rows by other ways
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "pipeline").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    named: dict[str, str] = {
        node.targets[0].id: node.value.elts[0].value
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Tuple)
        and node.value.elts
        and isinstance(node.value.elts[0], ast.Constant)
    }
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Rejected" and node.args:
            first = node.args[0]
            constant = first.value if isinstance(first, ast.Starred) else first
            found.add(constant.value if isinstance(constant, ast.Constant) else named[constant.id])  # type: ignore[attr-defined]
    return found


def test_every_reason_of_quarantine_is_told() -> None:
    assert set(REASONS) == reasons_in_the_code()
    assert set(REASONS) >= PASSING


def test_sections_of_a_docstring_are_told_apart() -> None:
    def sample() -> None:
        """What it does.

        Args:
            one: The first,
                over two lines.
            two: The second.

        Returns:
            Nothing.
        """

    told = parts(sample)
    assert told["about"] == "What it does."
    assert entries(told["Args"]) == {"one": "The first, over two lines.", "two": "The second."}
    assert told["Returns"].strip() == "Nothing."
    assert "Raises" not in told


def test_a_bar_in_a_cell_ends_no_cell() -> None:
    assert table(("a", "b"), [("x | y", "z")]).splitlines()[-1] == "| x \\| y | z |"
