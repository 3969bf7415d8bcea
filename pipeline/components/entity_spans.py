"""What the components that write `doc.ents` share: which labels are numbers, and which method found a span."""

from __future__ import annotations

from spacy.tokens import Span

NUMERIC_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})

if not Span.has_extension("method"):
    Span.set_extension("method", default="model")


def method_of(span: Span) -> str:
    """What found an entity: "model", "lexicon" or "rule"."""
    return str(span._.method)


def set_method(span: Span, method: str) -> None:
    """Note what found an entity; it holds for every span over the same tokens."""
    span._.method = method
