"""Mentions of several documents, as the stage `link` gets them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pipeline.naming.identity import Identity, identities
from pipeline.schema import Mention

Named = tuple[str, str]
Method = Literal["model", "lexicon", "rule", "coref"]
APART = 100  # characters between the names of a document, so that none explains its neighbour


def mention(doc_id: str, start: int, text: str, name: str | None, label: str, method: Method = "model") -> Mention:
    """A mention in a clean text that is the raw text."""
    end = start + len(text)
    return Mention(
        mention_id=f"{doc_id}:m{start}-{end}",
        doc_id=doc_id,
        sentence_id=f"{doc_id}:s0-99",
        text=text,
        label=label,
        name=name,
        entity_id=None,
        method=method,
        start=start,
        end=end,
        raw_start=start,
        raw_end=end,
    )


def batch(*documents: Iterable[Named]) -> list[Mention]:
    """The mentions of documents "0", "1", and so on, each a name with its label, far from each other."""
    return [
        mention(str(doc), APART * place, name, name, label)
        for doc, names in enumerate(documents)
        for place, (name, label) in enumerate(names)
    ]


def who(*documents: Iterable[Named]) -> dict[tuple[int, str], Identity]:
    """What each name stands for, by document and name."""
    return {(int(doc), name): identity for (doc, name, _), identity in identities(batch(*documents)).items()}


def ids(*documents: Iterable[Named]) -> dict[tuple[int, str], str]:
    """The entity of each name, by document and name."""
    return {key: identity.entity_id for key, identity in who(*documents).items()}
