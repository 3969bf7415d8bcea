"""What tables are made of: columns that say what they mean, rows with a span, and a table's key."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Col:
    """What a column means and may hold.

    Attributes:
        meaning: In words.
        ref: The table whose key it holds.
        form: Of a text, "date" for a day in ISO 8601 or else a pattern that all of it matches; of a number, "share"
            where it is from 0 to 1.
    """

    meaning: str
    ref: str = ""
    form: str = ""


DATE, SHARE = "date", "share"


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

    @property
    def other_key(self) -> str | None:
        """A column that identifies a row as the key does, where other tables refer to it by that one."""
        return None if self.refers in self.key else self.refers

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
    form: str

    @property
    def is_date(self) -> bool:
        """Whether its texts are days, as 2024-06-21."""
        return self.form == DATE

    @property
    def pattern(self) -> str | None:
        """What each of its texts matches from end to end; None where that is not told."""
        return None if self.type is not str or self.is_date else self.form or None

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The least and the greatest that its numbers may be; counts and offsets are never negative."""
        least = 0 if self.type is int or self.form == SHARE else None
        return least, 1 if self.form == SHARE else None

    @classmethod
    def of(cls, name: str, hint: Any) -> Column:
        """Read a column off `Annotated[type, Col(...)]`."""
        kind, col = get_args(hint)
        nullable = NoneType in get_args(kind)
        kind = next(a for a in get_args(kind) if a is not NoneType) if nullable else kind
        literal = get_origin(kind) is Literal
        values = get_args(kind) if literal else ()
        return cls(name, str if literal else kind, nullable, values, col.meaning, col.ref, col.form)
