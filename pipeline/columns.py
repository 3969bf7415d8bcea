"""What tables are made of: columns that say what they mean, rows with a span, and a table's key."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Col:
    """What a column means; `ref` names the table whose key it holds."""

    meaning: str
    ref: str = ""


Start = Annotated[int, Col("first character in the clean text")]
End = Annotated[int, Col("one past the last character in the clean text")]
RawStart = Annotated[int, Col("first character in the raw text")]
RawEnd = Annotated[int, Col("one past the last character in the raw text")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A span of a document, in the clean and in the raw text."""

    start: Start
    end: End
    raw_start: RawStart
    raw_end: RawEnd


@dataclass(frozen=True)
class Table:
    """A table: its name, the type of its rows, and the columns that identify a row and that rows are sorted by."""

    name: str
    row: type[Any]
    key: tuple[str, ...]

    @property
    def about(self) -> str:
        """What a row is."""
        return str(self.row.__doc__)

    @property
    def refers(self) -> str:
        """The column that other tables refer to it by: the one of its own name, which identifies a row."""
        return next(name for name in self.columns if name.endswith("_id") or name == self.key[0])

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Columns by name, in order: a row's own first, then its span."""
        hints = get_type_hints(self.row, include_extras=True)
        inherited = {f.name for f in fields(Span)} if issubclass(self.row, Span) else set()
        names = sorted((f.name for f in fields(self.row)), key=lambda name: name in inherited)
        return {name: Column.of(name, hints[name]) for name in names}


@dataclass(frozen=True)
class Column:
    """A column as its annotation declares it."""

    name: str
    type: type[str] | type[int] | type[float]
    nullable: bool
    values: tuple[str, ...]
    meaning: str
    ref: str

    @classmethod
    def of(cls, name: str, hint: Any) -> Column:
        """Read a column off `Annotated[type, Col(...)]`."""
        kind, col = get_args(hint)
        nullable = NoneType in get_args(kind)
        kind = next(a for a in get_args(kind) if a is not NoneType) if nullable else kind
        literal = get_origin(kind) is Literal
        return cls(name, str if literal else kind, nullable, get_args(kind) if literal else (), col.meaning, col.ref)
