"""Takes what was made of two documents from a run before, where nothing changed that it was made from."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from pipeline.alignment.blocks import DIGEST, ToJoin
from pipeline.alignment.candidates import Candidates, Key, story_odds
from pipeline.alignment.joining import Context
from pipeline.alignment.library import Library, Memory
from pipeline.alignment.scoring import Place, Scorer
from pipeline.packing import from_bytes, to_bytes


class Joins:
    """Pairs of documents: what joining each looks at, and what was made of it in a run before.

    What is kept of a pair begins with the hash of all that decides what joining looks at: the two documents, and those
    beside either, whose claims keep theirs from being compared. Then comes what was made, with the hash of what was
    looked at, so that an article that changed has those pairs alone joined anew for which it changes something.

    Args:
        library: The documents.
        context: What joining needs to know besides.
        near: The pairs of documents whose claims may be compared.
        memory: What was joined before; None to do all anew.
    """

    def __init__(self, library: Library, context: Context, near: Mapping[Key, Place], memory: Memory | None) -> None:
        self.library, self.context, self._near, self._memory = library, context, near, memory
        self._candidates = Candidates(library.outlines, near)
        beside: dict[str, list[str]] = defaultdict(list)
        for one, other in sorted(near):
            beside[one].append(other)
            beside[other].append(one)
        digests = library.digests
        self._around = {one: _hash([digests[one], *(digests[other] for other in beside[one])]).hex() for one in beside}

    def pair(self, documents: Key) -> ToJoin:
        """Two documents, with which of their claims are compared."""
        place, claims = self._near[documents], self._candidates.of(documents)
        digests = [self.library.digests[doc_id] for doc_id in documents]
        return ToJoin(documents, place, claims, _hash([digests, place.gaps, claims, self.context.threshold]))

    def kept(self, documents: Key) -> bytes | None:
        """What was made of two documents before; None where it would not be the same now."""
        known = self._memory.get(*documents) if self._memory else None
        if known is None:
            return None
        decided, made = known[:DIGEST], known[DIGEST:]
        if decided != self._decides(documents):
            if not made.startswith(self.pair(documents).digest):
                return None
            self.keep(documents, made)
        return made

    def keep(self, documents: Key, made: bytes) -> None:
        """Keep what was made of two documents for later runs."""
        if self._memory:
            self._memory.put(*documents, self._decides(documents) + made)

    def _decides(self, documents: Key) -> bytes:
        """A hash of all that decides what joining two documents looks at."""
        around = [self._around[doc_id] for doc_id in documents]
        return _hash([around, self._near[documents].gaps, self.context.threshold])


def odds_of(pairs: Iterable[Key], library: Library, scorer: Scorer, memory: Memory | None) -> dict[Key, float]:
    """The odds that documents tell of one event, taken from a run before where neither changed.

    Args:
        pairs: The documents; those pairs one after the other that have the first in common.
        library: The documents.
        scorer: What tells the odds.
        memory: What was worked out before with the same scorer; None to do all anew.
    """
    found: dict[Key, float] = {}
    for first, keys in groupby(pairs, itemgetter(0)):
        shelf, own = f"{first}/story", library.digests[first]
        kept = memory.get(shelf, own) if memory else None
        known: dict[str, float] = from_bytes(kept) if kept else {}
        now = {}
        for _, other in keys:
            digest = library.digests[other]
            odds = (
                known[digest]
                if digest in known
                else story_odds(library.outlines[first], library.outlines[other], scorer)
            )
            now[digest] = found[first, other] = odds
        if memory and now != known:
            memory.put(shelf, own, to_bytes(now))
    return found


def _hash(value: object) -> bytes:
    return hashlib.sha256(to_bytes(value)).digest()
