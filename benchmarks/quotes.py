"""Scores quotes against PolNeAR: `python -m benchmarks.quotes --corpora ../shared/corpora --split dev [--model PATH]`.

Gold and found attributions are matched one to one, best overlap of content first. Spans are compared as sets of the
places of their letters and digits, so that marks and spaces at the edges make no difference. Speakers and cues count
over all gold, not only over the matched. The spans of each role by themselves, matched with nothing, are what published
taggers are scored by. textacy's `direct_quotations` runs on the same Docs.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.polnear import Article, Ranges, read_polnear
from pipeline.components.records import Utterance
from pipeline.quotation.marks import pair_marks

Places = frozenset[int]
KINDS = ("direct", "mixed", "indirect")
THRESHOLDS = {">= .3": 0.3, ">= .8": 0.8, "exact": 1.0}
ROLES = ("source", "cue", "content")
FORMS = ("name", "pronoun", "organisation", "role", "none")


@dataclass(frozen=True, slots=True)
class Item:
    """A gold or found attribution: the places of the letters and digits of its roles.

    Attributes:
        content: What is attributed.
        speaker: To whom.
        cue: By which words.
        kind: "direct", "mixed" or "indirect".
        rule: What found it.
        form: What the speaker of a gold attribution is: one of `FORMS`.
        stretches: The continuous stretches of each role.
    """

    content: Places
    speaker: Places
    cue: Places
    kind: str
    rule: str = ""
    form: str = ""
    stretches: tuple[tuple[str, Places], ...] = ()


@dataclass
class Score:
    """Counts over articles; a figure is computed from gold, found and right of its name."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, gold: list[Item], found: list[Item]) -> list[tuple[Item, Item | None]]:
        """Count an article; each found item with the gold one that it is matched with."""
        pairs = match(gold, found)
        for items, counts in ((gold, self.gold), (found, self.found)):
            for item in items:
                counts.update(name for name in _names(item))
            counts.update(f"{role} spans" for role, _ in _spans(items))
        self.right.update(f"{role} spans" for role, _ in _spans(gold) & _spans(found))
        for one, other in pairs:
            self.right.update(_right(one, other))
        by_found = {id(other): one for one, other in pairs}
        return [(item, by_found.get(id(item))) for item in found]

    def figures(self, name: str) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision = self.right[name] / max(self.found[name], 1)
        recall = self.right[name] / max(self.gold[name], 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def jaccard(one: Places, other: Places) -> float:
    """Share of common places, 0 where either is empty."""
    return len(one & other) / len(one | other) if one and other else 0.0


def match(gold: list[Item], found: list[Item]) -> list[tuple[Item, Item]]:
    """Pairs one to one, best overlap of content first, earlier ones first where it is the same."""
    scored = [(-jaccard(g.content, f.content), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    taken_gold, taken_found, pairs = set[int](), set[int](), []
    for overlap, i, j in sorted(scored):
        if overlap < 0 and i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def _names(item: Item) -> Iterator[str]:
    for threshold in THRESHOLDS:
        yield f"content {threshold}"
        yield f"{item.kind} {threshold}"
        if item.kind != "indirect":
            yield f"in marks {threshold}"
    if item.speaker:
        yield "speaker"
    if item.form:
        yield f"speaker: {item.form}"
    if item.cue:
        yield "cue exact"


def _right(gold: Item, found: Item) -> Iterator[str]:
    overlap = jaccard(gold.content, found.content)
    for name, threshold in THRESHOLDS.items():
        if overlap >= threshold:
            yield f"content {name}"
            if gold.kind == found.kind:
                yield f"{gold.kind} {name}"
            if "indirect" not in (gold.kind, found.kind):
                yield f"in marks {name}"
    if overlap >= 0.3 and jaccard(gold.speaker, found.speaker) >= 0.5:
        yield "speaker"
        yield f"speaker: {gold.form}"
    if overlap >= 0.3 and not gold.speaker and not found.speaker:
        yield "speaker: none"
    if overlap >= 0.3 and gold.cue and gold.cue == found.cue:
        yield "cue exact"


def places(text: str, ranges: Ranges) -> Places:
    """Places of the letters and digits in the ranges."""
    return frozenset(i for start, end in ranges for i in range(start, end) if text[i].isalnum())


def _spans(items: Iterable[Item]) -> set[tuple[str, Places]]:
    return {stretch for item in items for stretch in item.stretches}


def stretches(text: str, role: str, found: Places) -> Iterator[tuple[str, Places]]:
    """The continuous stretches of a role: there are no letters or digits of the text in between."""
    run: list[int] = []
    for place in sorted(found):
        if run and any(map(str.isalnum, text[run[-1] + 1 : place])):
            yield role, frozenset(run)
            run = []
        run.append(place)
    if run:
        yield role, frozenset(run)


def form_of(doc: Doc, source: Places) -> str:
    """What the source of a gold attribution is, by its tokens in an annotated Doc: one of `FORMS`."""
    tokens = [token for token in doc if token.idx in source]
    if not tokens:
        return "none"
    head = doc[tokens[0].i : tokens[-1].i + 1].root
    if head.pos_ == "PRON":
        return "pronoun"
    labels = {m.span.label_ for m in doc._.mentions if m.span.start <= head.i < m.span.end and m.method != "coref"}
    return "name" if "PERSON" in labels else "organisation" if labels or head.pos_ == "PROPN" else "role"


def gold_items(article: Article, doc: Doc | None = None) -> list[Item]:
    """The annotated attributions that have a content, their kind told by the quotation marks in it.

    Args:
        article: An article with its attributions.
        doc: The same annotated, by which forms of speakers are told.
    """
    marked = places(article.text, tuple((m.start, m.end) for m in pair_marks(article.text) if not m.depth and m.closed))
    items = []
    for gold in article.attributions:
        content = places(article.text, gold.content)
        if content:
            inside = len(content & marked) / len(content)
            kind = "direct" if inside == 1 else "mixed" if inside else "indirect"
            source, cue = places(article.text, gold.source), places(article.text, gold.cue)
            form = form_of(doc, source) if doc is not None else ""
            items.append(_with_stretches(article.text, Item(content, source, cue, kind, form=form)))
    return items


def ours(doc: Doc) -> list[Item]:
    """The utterances of a Doc that went through the component `quotes`."""
    return [item_of(doc.text, utterance) for utterance in doc._.quotes]


def item_of(text: str, utterance: Utterance) -> Item:
    """An utterance of a text as the scorer takes it."""
    return _item(text, utterance.parts, utterance.speaker, utterance.cue, utterance.kind, utterance.rule)


def textacys(doc: Doc) -> list[Item]:
    """What textacy finds in the same Doc; it knows direct quotations only, and raises where marks don't pair."""
    from textacy.extract.triples import direct_quotations

    return [
        _item(doc.text, [quote.content], quote.speaker, quote.cue, "direct", "") for quote in direct_quotations(doc)
    ]


def _item(text: str, parts: Iterable[Any], speaker: Any, cue: Any, kind: str, rule: str) -> Item:
    content = tuple((part.start_char, part.end_char) for part in parts)
    return _with_stretches(text, Item(places(text, content), _places(text, speaker), _places(text, cue), kind, rule))


def _with_stretches(text: str, item: Item) -> Item:
    roles = zip(ROLES, (item.speaker, item.cue, item.content), strict=True)
    return replace(item, stretches=tuple(one for role, found in roles for one in stretches(text, role, found)))


def _places(text: str, tokens: Any) -> Places:
    return places(text, tuple((token.idx, token.idx + len(token)) for token in tokens or ()))


def evaluate(pairs: Iterable[tuple[Article, Doc]], find: Callable[[Doc], list[Item]]) -> tuple[Score, int]:
    """Score a finder over articles; also on how many of them it raised."""
    score, raised = Score(), 0
    for article, doc in pairs:
        try:
            found = find(doc)
        except ValueError:
            found, raised = [], raised + 1
        score.add(gold_items(article, doc), found)
    return score, raised


def report(title: str, score: Score, raised: int) -> None:
    """Print a table of the figures."""
    print(f"\n{title} (raised on {raised} articles)")
    print(f"{'':20}{'P':>7}{'R':>7}{'F1':>7}{'gold':>8}{'found':>8}")
    names = [f"{what} {t}" for what in ("content", *KINDS, "in marks") for t in THRESHOLDS] + ["speaker", "cue exact"]
    names += [f"{role} spans" for role in ROLES]
    for name in names:
        precision, recall, f1 = score.figures(name)
        print(f"{name:20}{precision:7.3f}{recall:7.3f}{f1:7.3f}{score.gold[name]:8}{score.found[name]:8}")
    print("speakers found by their form, recall: " + ", ".join(_told_forms(score)))


def _told_forms(score: Score) -> Iterator[str]:
    for form in FORMS:
        if gold := score.gold[f"speaker: {form}"]:
            yield f"{form} {score.right[f'speaker: {form}'] / gold:.3f} of {gold}"


def annotate(articles: Iterable[Article], nlp: Language) -> list[tuple[Article, Doc]]:
    """The articles with their Docs."""
    return [(article, nlp(article.text)) for article in articles]


def main() -> None:
    """Parse the arguments, annotate, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    parser.add_argument("--limit", type=int, help="use the first N articles only")
    args = parser.parse_args()
    articles = list(read_polnear(args.corpora, args.split))[: args.limit]
    started = time.perf_counter()
    pairs = annotate(articles, load(args.model))
    print(f"{len(articles)} articles in {time.perf_counter() - started:.0f} s")
    report("corroborate", *evaluate(pairs, ours))
    report("textacy direct_quotations", *evaluate(pairs, textacys))


def load(model: str | None) -> Language:
    """The model, with the component `quotes`."""
    import pipeline.components.quotes  # noqa: F401  (registers the factory)

    if model is None:
        from pipeline.language import load_model

        return load_model()
    nlp = spacy.load(model)
    if "quotes" not in nlp.pipe_names:
        nlp.add_pipe("quotes")
    return nlp


if __name__ == "__main__":
    main()
