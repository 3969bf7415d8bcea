"""Rows and plain values as bytes and back, exactly; nothing but numbers, strings, lists and the like is ever loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from itertools import accumulate
from typing import Any, TypeVar

T = TypeVar("T")


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
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]  # rows are dataclasses
    return [kind(**dict(zip(names, of_row, strict=True))) for of_row in values]


def put_together(values: Mapping[str, bytes]) -> bytes:
    """Some bytes by key as one: the sizes of all as a line, then the values."""
    return to_bytes({key: len(value) for key, value in values.items()}) + b"\n" + b"".join(values.values())


def taken_apart(data: bytes) -> dict[str, bytes]:
    """What was put together; no value is looked into."""
    line, values = data.split(b"\n", 1)
    sizes: dict[str, int] = from_bytes(line)
    ends = accumulate(sizes.values())
    return {key: values[end - size : end] for (key, size), end in zip(sizes.items(), ends, strict=True)}
