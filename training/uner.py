"""Score names as the literature on UNER does: its own spans, its own three labels, nothing reconciled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.scorer import PRFScore
from spacy.tokens import Doc

from training.conllu import read_conllu
from training.documents import Example, from_treebank, group, to_doc
from training.names.columns import read_uner
from training.names.labels import from_iob

LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
SCORED = frozenset(LABELS.values())
Names = set[tuple[int, int, str]]  # first character, the one after the last, label
Scores = dict[str, dict[str, float]]


def read_examples(treebank: Path, names: Path) -> list[Example]:
    """Read the sentences of a treebank with the names that UNER marks in them, as it marks them."""
    marked = read_uner(names)
    examples = []
    for sentence in read_conllu(treebank):
        example = from_treebank(sentence)
        if example is not None:
            _, tags = marked.get(sentence.sent_id, ([], []))
            spans = from_iob(tags) if len(tags) == len(example.words) else []
            example.entities = [span for span in spans if span[2] in SCORED]
            examples.append(example)
    return examples


def uner_scores(nlp: Language, examples: Sequence[Example]) -> dict[str, Scores]:
    """Give precision, recall and F1 of exact spans, together ("all") and by label.

    Returns:
        The scores from the raw text of the documents, and from single sentences in gold tokens, as they are mostly
        reported.
    """
    documents = [to_doc(nlp.vocab, document) for document in group(examples)]
    sentences = [to_doc(nlp.vocab, [example]) for example in examples]
    bare = [Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]) for doc in sentences]
    return {
        "raw text": span_scores(nlp.pipe(doc.text for doc in documents), documents),
        "gold tokens": span_scores(nlp.pipe(bare), sentences),
    }


def span_scores(predicted: Iterable[Doc], gold: Iterable[Doc]) -> Scores:
    """Give precision, recall and F1 of exact spans in UNER's labels, together ("all") and by label."""
    counts = {name: PRFScore() for name in ("all", *sorted(SCORED))}
    for ours, theirs in zip(predicted, gold, strict=True):
        found, expected = _names(ours), _names(theirs)
        for name, count in counts.items():
            count.score_set(_labelled(found, name), _labelled(expected, name))
    return {name: {"P": count.precision, "R": count.recall, "F1": count.fscore} for name, count in counts.items()}


def _names(doc: Doc) -> Names:
    """List the names of a Doc in UNER's labels; what it has no label for is left out."""
    found = ((ent.start_char, ent.end_char, LABELS.get(ent.label_, ent.label_)) for ent in doc.ents)
    return {name for name in found if name[2] in SCORED}


def _labelled(names: Names, label: str) -> Names:
    return {name for name in names if label in ("all", name[2])}
