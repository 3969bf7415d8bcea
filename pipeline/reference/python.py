"""The page on what Python programs call: functions, tables, and what the components leave on a Doc."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from spacy.language import Language

import pipeline
from pipeline.components.records import RECORDS
from pipeline.language import COMPONENTS, add_components
from pipeline.reference.markdown import code, entries, parts, sentence, table
from pipeline.run import RunResult
from pipeline.run import run as run_function
from pipeline.schema import TABLES
from pipeline.tables import Tables, read_csv

_HEAD = """# Python

Made from the docstrings by `make docs`. All of these raise `pipeline.errors.UsageError` with one line that says
what to do where they are given what they cannot use.
"""
_SPACY = """## spaCy components

`pipeline.load_model()` gives a spaCy pipeline with these, in this order; wherever Corroborate is installed, spaCy
knows them by name: `nlp.add_pipe("quotes")`. `quotes` and `claims` read the parse of any English pipeline;
`doc._.mentions` is used where it is there.
"""
_RECORDS = """## Attributes of a Doc

Each is a list of records in reading order. Spans in them are spaCy spans of the Doc. `doc.ents` holds the names,
`doc.spans["quotes"]` all stretches of the quotes, and `doc.spans["claims"]` the claims.
"""


def page() -> str:
    """The page as Markdown."""
    functions = (
        ("pipeline.run", run_function),
        ("pipeline.load_tables", pipeline.load_tables),
        ("pipeline.align", pipeline.align),
        ("pipeline.load_model", pipeline.load_model),
        ("pipeline.tables.read_csv", read_csv),
    )
    told = [_HEAD, *(_function(name, one) for name, one in functions), _class("## RunResult", RunResult), _tables()]
    return "\n".join([*told, _SPACY, _components(), _RECORDS, *_records()])


def _function(name: str, function: Any) -> str:
    """A function: how it is called and all that its docstring tells."""
    signature = inspect.signature(function)
    defaults = {p.name: "" if p.default is p.empty else code(repr(p.default)) for p in signature.parameters.values()}
    types = {p.name: str(p.annotation) for p in signature.parameters.values()}
    told = parts(function)
    rows = [(code(n), types[n], defaults[n], about) for n, about in entries(told.get("Args", "")).items()]
    lines = [f"## {name}", told["about"], table(("argument", "type", "default", "meaning"), rows) if rows else ""]
    lines.append(f"Gives {code(signature.return_annotation)}. {sentence(told.get('Returns', ''))}".strip())
    raises = [f"- `{error}`: {about}" for error, about in entries(told.get("Raises", "")).items()]
    lines.append("\n".join(["Raises:", "", *raises]) if raises else "")
    return "\n\n".join(line.rstrip() for line in lines if line) + "\n"


def _class(head: str, record: Any) -> str:
    """A class of records: what each attribute holds."""
    told = entries(parts(record).get("Attributes", ""))
    assert is_dataclass(record)  # noqa: S101  # for mypy
    rows = [(code(one.name), str(one.type), told.get(one.name, "")) for one in fields(record)]
    return f"{head}\n\n{parts(record)['about']}\n\n{table(('attribute', 'type', 'meaning'), rows)}"


def _tables() -> str:
    """The class of the tables of a run: its members, and the tables themselves."""
    members = [(n, one) for n, one in vars(Tables).items() if not n.startswith("_")]
    rows = [(code(f"{n}{_call(one)}"), sentence(parts(one)["about"])) for n, one in members]
    names = ", ".join(f"[{name}](../tables.md#{name})" for name in TABLES)
    about = f"## Tables\n\n{parts(Tables)['about']}\n\nThe tables are {names}. Beside them there are:\n\n"
    return about + table(("attribute", "gives"), rows)


def _call(member: Any) -> str:
    """How a member is called; nothing for a property."""
    if isinstance(member, property):
        return ""
    names = [str(p).split(":")[0] + (f"={p.default}" if p.default is not p.empty else "") for p in _given(member)]
    return f"({', '.join(names)})"


def _given(member: Any) -> list[inspect.Parameter]:
    return list(inspect.signature(member).parameters.values())[1:]


def _components() -> str:
    """The components, with what they need and set as they declare it to spaCy."""
    add_components(nlp := _blank())
    rows = []
    for name in ("sentence_breaks", *COMPONENTS):
        meta = Language.get_factory_meta(name) if Language.has_factory(name) else nlp.get_pipe_meta(name)
        config = ", ".join(f"`{key}={value}`" for key, value in (meta.default_config or {}).items())
        rows.append((code(name), ", ".join(map(code, meta.requires)), ", ".join(map(code, meta.assigns)), config))
    return table(("component", "needs", "sets", "settings"), rows)


def _blank() -> Language:
    """A pipeline without a model, which registers the components when they are added to it."""
    from spacy.lang.en import English

    nlp = English()
    nlp.add_pipe("parser")
    return nlp


def _records() -> Iterator[str]:
    """The records by the attribute of a Doc that holds them."""
    shown: dict[Any, str] = {}
    for name, record in RECORDS.items():
        if record in shown:
            same = shown[record]
            yield f"### doc._.{name}\n\nRecords as in [doc._.{same}](#doc_{same}), of the parts of claims.\n"
        else:
            yield _class(f"### doc._.{name}", record)
        shown.setdefault(record, name)
