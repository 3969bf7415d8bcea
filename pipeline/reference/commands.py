"""The page on commands and their options, from what typer knows of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import typer.main

from pipeline.cli import app
from pipeline.reference.markdown import code, sentence, table

_HEAD = """# Commands

Made from `pipeline/cli.py` by `make docs`. In the folder of the project the command is `.venv/bin/corroborate`;
`python -m pipeline.cli` is the same. What a folder or a setting is where no option gives it stands in
[Settings](settings.md). [Exit codes](failures.md#exit-codes) are the same for all commands.
"""

_KINDS = {Path: "path", str: "text", int: "number", bool: ""}


def page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *(_section(*found) for found in _commands(typer.main.get_command(app), "corroborate"))])


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """A command and all under it, by its full name."""
    yield name, command
    for below in getattr(command, "commands", {}).values():
        yield from _commands(below, f"{name} {below.name}")


def _section(name: str, command: Any) -> str:
    """What is to be told of a command; of one that has others under it, which these are."""
    about = "\n\n".join(map(sentence, inspect.cleandoc(command.help or "").split("\n\n")))
    kinds = get_type_hints(inspect.unwrap(command.callback)) if command.callback else {}
    rows = [_row(parameter, kinds[parameter.name]) for parameter in command.params if parameter.name in kinds]
    below = [code(f"{name} {one}") for one in getattr(command, "commands", {})]
    lines = [f"## {name}", about, f"Under it: {', '.join(below)}." if below else ""]
    lines.append(table(("argument or option", "value", "meaning"), rows) if rows else "It has no options.")
    return "\n\n".join(filter(None, lines)).rstrip() + "\n"


def _row(parameter: Any, kind: Any) -> tuple[str, str, str]:
    is_option = parameter.param_type_name == "option"
    name = ", ".join(map(code, parameter.opts)) if is_option else code(parameter.name.upper())
    return name, _value(kind), _meaning(parameter)


def _value(kind: Any) -> str:
    """What an option or argument takes, by its annotation; nothing where it is there or not."""
    kind = next((one for one in get_args(kind) if one is not NoneType), kind)
    if issubclass(kind, Enum):
        return " or ".join(code(one.value) for one in kind)
    return _KINDS[kind]


def _meaning(parameter: Any) -> str:
    told = [str(parameter.help)]
    if parameter.required:
        told.append("(required)")
    elif not getattr(parameter, "is_flag", False) and parameter.default is not None:
        told.append(f"(default: {getattr(parameter.default, 'value', parameter.default)})")
    return " ".join(told)
