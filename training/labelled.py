"""The articles with labelled pairs of claims as alignment meets them: all candidates, and which tell of one matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from pipeline.alignment.documents import DocumentProfile
from pipeline.alignment.features import Pair, compare_claims
from pipeline.alignment.profiles import Profile
from pipeline.alignment.scoring import Scorer
from pipeline.stages.align import met
from training.claim_pairs import FITTED, Label, articles, documents_of, jaccard, read_labels, within
from training.stories import Example

_IS = 0.5  # Jaccard of both claims with the labelled ones from which they are those
_HOLDS = 0.6  # share of the shorter of a claim and a labelled one from which one holds the other
_TOUCHES = 0.3  # and up to which neither does


@dataclass(frozen=True)
class Event:
    """Two articles on one event, with the labelled pairs of their claims."""

    name: str
    documents: tuple[DocumentProfile, DocumentProfile]
    labels: tuple[Label, ...]

    def related(self) -> list[Label]:
        """The labelled pairs that tell of one matter."""
        return [label for label in self.labels if label.relation != "none"]


def events(nlp: Language, folder: Path = FITTED, corpora: Path | None = None) -> list[Event]:
    """The events of a folder of labelled pairs; see `training.claim_pairs`."""
    labels = defaultdict(list)
    for label in read_labels(folder):
        labels[label.event].append(label)
    texts = articles(corpora, folder)
    return [Event(name, documents_of(name, texts[name], nlp)[0], tuple(labels[name])) for name in sorted(texts)]


def examples(found: Sequence[Event], scorer: Scorer) -> list[Example]:
    """The candidates of some events; without those of which labels leave open whether they tell of one matter."""
    return [example for event in found for example in _of_event(event, scorer)]


def _of_event(event: Event, scorer: Scorer) -> Iterator[Example]:
    related = event.related()
    documents = {document.claims[0].claim.doc_id: document for document in event.documents}
    for both, claims in met(documents, scorer):
        for first, second in claims:
            pair = compare_claims(first, second, both)
            same = is_same(pair, related)
            if same is not None:
                yield Example(pair, event.name, within=True, same=same)


def is_same(pair: Pair, related: Sequence[Label]) -> bool | None:
    """Whether two claims are a labelled pair that tells of one matter; None where they have a part in one alone."""
    alike = max((_worse(jaccard, pair, label) for label in related if holds(pair, label)), default=0.0)
    if alike >= _IS:
        return True
    touching = max((_worse(within, pair, label) for label in related), default=0.0)
    return False if touching < _TOUCHES else None


def holds(pair: Pair, label: Label) -> bool:
    """Whether both claims hold most of the labelled ones, or stand in them."""
    return _worse(within, pair, label) >= _HOLDS


def _worse(measure: Callable[[Profile, tuple[int, int]], float], pair: Pair, label: Label) -> float:
    return min(measure(pair.first, label.first), measure(pair.second, label.second))
