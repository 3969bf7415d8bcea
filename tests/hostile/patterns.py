"""Every regular expression of the package, found by looking through its modules and at its source."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pipeline

FOLDER = Path(pipeline.__file__).parent
CALLS = frozenset(("sub", "search", "match", "fullmatch", "findall", "finditer", "split"))
MAX_DEPTH = 4


def modules() -> list[ModuleType]:
    """All modules of the package but those that run something when they are imported."""
    names = (module.name for module in pkgutil.walk_packages([str(FOLDER)], "pipeline."))
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def patterns() -> dict[str, re.Pattern[Any]]:
    """Each pattern once, by the place where it was found."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for module in modules():
        for place, pattern in (*_held(module), *_written(module)):
            found.setdefault((pattern.pattern, pattern.flags), (place, pattern))
    return dict(found.values())


def _held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Patterns in the globals of a module, and in what its cached functions without parameters give."""
    for name, value in vars(module).items():
        if hasattr(value, "cache_info") and not value.__wrapped__.__code__.co_argcount:
            value = value()
        for number, pattern in enumerate(_inside(value)):
            yield f"{module.__name__}.{name}[{number}]", pattern


def _written(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Patterns that are written where they are used, as in `re.sub(r"...", ...)`."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr=call), args=[ast.Constant(str(source)), *_]):
                if call in CALLS:
                    yield f"{module.__name__}:{node.lineno}", re.compile(source)


def _inside(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Patterns in a value and in the collections in it."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < MAX_DEPTH and isinstance(value, tuple | list | set | frozenset | Mapping):
        parts = [*value, *value.values()] if isinstance(value, Mapping) else value
        for part in parts:
            yield from _inside(part, depth + 1)
