"""Rows and plain values as bytes and back, exactly; nothing but numbers, strings, lists and the like is ever loaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar

T = TypeVar("T")
Setter = Callable[[Any, Any], None]


def to_bytes(value: Any) -> bytes:
    """A value made of None, booleans, numbers, strings, lists and dictionaries with keys that are strings, as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="surrogatepass")


def from_bytes(data: bytes) -> Any:
    """The value that some bytes stand for."""
    return json.loads(data.decode("utf-8", errors="surrogatepass"))


def values_of(row: Any) -> list[Any]:
    """The values of a row, in the order of its fields."""
    return [getattr(row, one.name) for one in fields(row)]


def rows_from(kind: type[T], values: Iterable[list[Any]]) -> list[T]:
    """Rows from their values."""
    fill = _setters(kind)  # type: ignore[arg-type]  # a class can be hashed
    return [_filled(kind, fill, of_row) for of_row in values]


def _filled(kind: type[T], fill: Sequence[Setter], values: Sequence[Any]) -> T:
    """A row, made without calling `__init__`, which takes three times as long where hundreds of thousands are read."""
    row = kind.__new__(kind)
    for put, value in zip(fill, values, strict=True):
        put(row, value)
    return row


@cache
def _setters(kind: type) -> Sequence[Setter]:
    """What sets each field of a row, which has slots."""
    return tuple(getattr(kind, one.name).__set__ for one in fields(kind))


def put_together(values: Mapping[str, bytes]) -> bytes:
    """Some bytes by key as one: the sizes of all as a line, then the values."""
    return to_bytes({key: len(value) for key, value in values.items()}) + b"\n" + b"".join(values.values())


def taken_apart(data: bytes) -> dict[str, bytes]:
    """What was put together; no value is looked into."""
    line, values = data.split(b"\n", 1)
    sizes: dict[str, int] = from_bytes(line)
    ends = accumulate(sizes.values())
    return {key: values[end - size : end] for (key, size), end in zip(sizes.items(), ends, strict=True)}
