"""Scores the claims of two documents twice: all by cheap signals, then the likeliest of each as they are read in full.

The cross-encoder reads two claims side by side, which tells more than any signal and takes a hundred times as long. So
it reads for each claim the few that are most likely the same matter by the signals, as rerankers of search results do,
and the next likeliest of two claims that are left without a partner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.alignment.features import Pair
from pipeline.alignment.reading import odds_of_relation
from pipeline.alignment.scoring import Scorer
from pipeline.alignment.selection import Scored
from pipeline.language.cross_encoder import CrossEncoder

LEAST = 0.1
"""Probability from which a pair is worth reading."""
PARTNERS = 1
"""Of a claim in the other document that are read with it, the likeliest first."""
FAINT, SETTLED = 0.3, 0.8
"""Probability below which a pair is not read where either claim has a partner that is likelier than the other one."""


def scored(pairs: Sequence[Pair], scorer: Scorer, reader: CrossEncoder | None = None) -> list[Scored]:
    """Pairs of claims of two documents with their probabilities, in their order.

    Args:
        pairs: All that are compared.
        scorer: What tells the probability.
        reader: What reads claims; None for the bundled one.
    """
    found = [scorer.probability(pair.values) for pair in pairs]

    def read(places: Sequence[int]) -> set[int]:
        worth = worth_reading([pairs[i] for i in places], [found[i] for i in places])
        for i in (chosen := [places[j] for j in worth]):
            found[i] = scorer.read(pairs[i].values, odds_of_relation(pairs[i], reader))
        return set(chosen)

    done = read(range(len(pairs)))
    read(_of_lonely(pairs, found, done, scorer.threshold))
    return [Scored(pair, score) for pair, score in zip(pairs, found, strict=True)]


def _of_lonely(pairs: Sequence[Pair], scores: Sequence[float], done: set[int], least: float) -> list[int]:
    """The pairs that were not read and of which neither claim has a partner, so that the next likeliest may be one."""
    sure = (i for i, pair in enumerate(pairs) if scores[i] >= least and (i in done or _is_copy(pair)))
    taken = {claim_id for i in sure for claim_id in _ids(pairs[i])}
    return [i for i, pair in enumerate(pairs) if i not in done and taken.isdisjoint(_ids(pair))]


def worth_reading(pairs: Sequence[Pair], scores: Sequence[float]) -> list[int]:
    """The places of the pairs that are likely enough and among the likeliest of either claim; not of copies.

    An unlikely pair of a claim that has a likely partner would not take its place, however it reads.

    Args:
        pairs: Pairs of claims of two documents.
        scores: Their probabilities by the signals.
    """
    met: Counter[str] = Counter()
    settled: set[str] = set()
    found = []
    for i in sorted(range(len(pairs)), key=lambda i: (-scores[i], _ids(pairs[i]))):
        if scores[i] < LEAST:
            break
        ids = _ids(pairs[i])
        is_idle = scores[i] < FAINT and not settled.isdisjoint(ids)
        if min(met[claim_id] for claim_id in ids) < PARTNERS and not is_idle and not _is_copy(pairs[i]):
            found.append(i)
        met.update(ids)
        if scores[i] > SETTLED:
            settled.update(ids)
    return found


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.first.claim.claim_id, pair.second.claim.claim_id


def _is_copy(pair: Pair) -> bool:
    return pair.first.claim.text.lower() == pair.second.claim.text.lower()
