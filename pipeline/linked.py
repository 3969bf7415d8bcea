"""The rows of one document with the entities filled in that its names stand for in the whole batch."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from pipeline.alignment.library import ClaimRows
from pipeline.naming.batch import Key
from pipeline.naming.identity import Identity
from pipeline.results import Results, Rows, document_from
from pipeline.stages import link


@dataclass(frozen=True, slots=True)
class Linked:
    """What the rows of a document that alignment looks at can be made of anywhere.

    Attributes:
        packed: What the document stages made of it.
        known: What its names stand for.
    """

    packed: bytes
    known: Mapping[Key, Identity]

    def entity_ids(self) -> Iterable[str]:
        """All entities that the rows may refer to."""
        return {identity.entity_id for identity in self.known.values()}

    def rows(self) -> ClaimRows:
        """The rows that alignment looks at."""
        return claim_rows(filled(document_from(self.packed).rows, link.Who(self.known, [], [])))


def linked(results: Results, who: link.Who, doc_id: str) -> Linked:
    """What the rows of one of some documents can be made of."""
    return Linked(results.packed(doc_id), who.by_document.get(doc_id, {}))


def filled(rows: Rows, who: link.Who) -> Rows:
    """The rows of a document, with the ids of entities."""
    found = link.fill(who, *(rows[name] for name in link.STAGE.reads))
    return ChainMap({field.name: getattr(found, field.name) for field in fields(found)}, cast(dict[str, Any], rows))


def claim_rows(rows: Rows) -> ClaimRows:
    """Those that alignment looks at."""
    return ClaimRows(*(rows[name] for name in ClaimRows._fields))
