"""Groups of documents that alignments tie together: what their rows are made from, and which need not be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pipeline.packing import to_bytes
from pipeline.stages.align import Group
from pipeline.store.earlier import Digests
from pipeline.store.generation import Draft


class Groups:
    """The groups of a run.

    Attributes:
        made_from: By doc_id, a hash of all that the rows of a document were made from; None where that is not known.
        digests: By doc_id, the same of all rows of the group that it is in; of documents in groups alone.

    Args:
        made_from: As the attribute.
        draft: The generation that takes over the rows of groups.
    """

    def __init__(self, made_from: Mapping[str, str | None], draft: Draft) -> None:
        self.made_from = made_from
        self.digests: dict[str, str | None] = {}
        self._draft = draft

    def take_over(self, group: Group) -> bool:
        """Take the rows of a group from the generation before, if they are there; whether they were."""
        doc_ids = sorted({doc_id for key in group for doc_id in key})
        digest = _digest(group, {doc_id: self.made_from[doc_id] for doc_id in doc_ids})
        self.digests.update(dict.fromkeys(doc_ids, digest))
        return self._draft.take_over_group(doc_ids, digest)


def _digest(group: Group, documents: Digests) -> str | None:
    """A hash of what the rows of a group are made from: its documents, the code with them, and what each two share."""
    if None in documents.values():
        return None
    found = hashlib.sha256(to_bytes([dict(documents), sorted(group)]))
    for key in sorted(group):
        found.update(hashlib.sha256(group[key]).digest())
    return found.hexdigest()
