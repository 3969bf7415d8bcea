"""Scores quotes against the attributions of GUM: `python -m benchmarks.gum_attribution --corpora ../shared/corpora`.

GUM's discourse relations tell which unit of a text attributes which others to whom, and by which words. They tell of
thoughts too, so only what is said counts: relations one of whose words is of kind "speech" in the cue lexicon or is
"according", against the found utterances of whose cue the same is true. Matching and figures are those of
`benchmarks.quotes`. What GUM attributes are clauses ("she said that ..."), hardly ever phrases or infinitives ("she
called it ...", "she refused to ..."), so that precision over all utterances is too low; the figures are given once more
over those found whose content is a clause.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from pathlib import Path

import spacy
from spacy.tokens import Doc, Token

from benchmarks.polnear import Article, Attribution, Ranges
from benchmarks.quotes import Item, annotate, evaluate, load, ours, report, textacys
from pipeline.quotation.cues import cue_of
from pipeline.quotation.spans import FINITE
from training.conllu import read_conllu
from training.documents import from_treebank, to_doc

Finder = Callable[[Doc], list[Item]]

_UNIT = re.compile(r"(?:^|\|)Discourse=([^:]+:(\d+)[^|]*)")
_RELATION = re.compile(r"([\w-]+?)(?:_m)?:(\d+)->(\d+):(?:\d+:(?=\d))?(\d+):(.*)")
_SIGNAL = re.compile(r"(lex-indwd|lex-indph|dm-according to|sem-atsrc)-([\d,-]+)")


@dataclass(frozen=True, slots=True)
class Relation:
    """What ties a discourse unit to another.

    Attributes:
        name: The relation, as "attribution-positive".
        unit: The number of the unit that it belongs to.
        head: That of the unit that it hangs on.
        depth: How high it hangs there: it is about the head and all that hangs on the head lower down.
        signals: The words that show it, with the names of the kinds of signal.
    """

    name: str
    unit: int
    head: int
    depth: int
    signals: tuple[tuple[str, tuple[Token, ...]], ...]


@dataclass(slots=True)
class Discourse:
    """A document as discourse units: the words of each, what hangs on each in the tree, and all the relations."""

    words: dict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))
    below: dict[int, list[Relation]] = field(default_factory=lambda: defaultdict(list))
    relations: list[Relation] = field(default_factory=list)


def read_gum(path: Path) -> Iterator[Article]:
    """The documents of a CoNLL-U file of GUM with what they say that somebody said."""
    vocab = spacy.blank("en").vocab
    for name, group in groupby(read_conllu(path), key=lambda sentence: sentence.doc_id):
        sentences = list(group)
        examples = [example for sentence in sentences if (example := from_treebank(sentence))]
        if len(examples) == len(sentences):  # else a word is not in the text, and the numbers of words are of no use
            doc = to_doc(vocab, examples)
            discourse = _discourse(doc, [misc for sentence in sentences for misc in sentence.misc])
            found = (_attribution(relation, discourse) for relation in discourse.relations)
            yield Article(name, doc.text, tuple(attribution for attribution in found if attribution))


def _discourse(doc: Doc, misc: list[str]) -> Discourse:
    """Read the units off the last column; each begins with the word that bears its relations, the tree's own first."""
    words = [token for token in doc if not token.is_space]
    discourse, unit = Discourse(), 0
    for word, column in zip(words, misc, strict=True):
        if match := _UNIT.search(column):
            unit = int(match[2])
            for rank, text in enumerate(match[1].split(";")):
                if relation := _relation(text, words):
                    discourse.relations.append(relation)
                    if rank == 0:
                        discourse.below[relation.head].append(relation)
        discourse.words[unit].append(word)
    return discourse


def _relation(text: str, words: list[Token]) -> Relation | None:
    """One relation of a unit, None for the root of the tree."""
    match = _RELATION.fullmatch(text)
    if match is None:
        return None
    name, unit, head, depth, signals = match.groups()
    found = tuple((kind, _numbered(numbers, words)) for kind, numbers in _SIGNAL.findall(signals))
    return Relation(name, int(unit), int(head), int(depth), found)


def _numbered(numbers: str, words: list[Token]) -> tuple[Token, ...]:
    """The words of "3-5,9", which count from 1 over the document."""
    ends = [part.partition("-") for part in numbers.split(",")]
    return tuple(word for first, _, last in ends for word in words[int(first) - 1 : int(last or first)])


def _attribution(relation: Relation, discourse: Discourse) -> Attribution | None:
    """What a relation says that somebody said, None where it tells of no saying."""
    cue = _cue(relation)
    if not relation.name.startswith("attribution") or not cue:
        return None
    content = [word for unit in sorted(_attributed(relation, discourse)) for word in discourse.words[unit]]
    return Attribution(_ranges(_source(relation)), _ranges(cue), _ranges(content))


def _cue(relation: Relation) -> tuple[Token, ...]:
    """The last word that tells of saying; not the source ("the report says"), and none in orders ("note that ...")."""
    source = dict(relation.signals).get("sem-atsrc", ())
    cues = [words for kind, words in relation.signals if kind != "sem-atsrc" and any(map(says, words))]
    return next((words for words in reversed(cues) if not set(words) & set(source)), ())


def says(word: Token) -> bool:
    """Whether a word tells of saying."""
    cue = cue_of(word)
    return word.lower_ == "according" or (cue is not None and cue.kind == "speech")


def _source(relation: Relation) -> list[Token]:
    """The noun phrase that GUM names, which leaves out appositions; the last of several that don't belong together."""
    named = dict(relation.signals).get("sem-atsrc", ())
    tops = [word for word in named if not set(named) & set(word.ancestors)]
    return [word for word in named if word == tops[-1] or tops[-1].is_ancestor(word)]


def _attributed(relation: Relation, discourse: Discourse) -> set[int]:
    """The head, what hangs on it lower than the relation, and the rest of a clause that another unit cuts in two."""
    below = discourse.below[relation.head]
    lower = [other.unit for other in below if other.depth < relation.depth or other.name == "same-unit"]
    before = [other.head for other in discourse.relations if other.unit == relation.head and other.name == "same-unit"]
    units = {relation.head}.union(*(_subtree(unit, discourse) for unit in lower)) - {relation.unit}
    return units.union(unit for unit in before if _are_tied(discourse.words[unit], discourse.words[relation.head]))


def _are_tied(one: list[Token], other: list[Token]) -> bool:
    """Whether one part of a clause hangs on the other; "on Monday, she said that ..." begins with what tells when."""
    return any(word.head in other for word in one) or any(word.head in one for word in other)


def _subtree(unit: int, discourse: Discourse) -> set[int]:
    return {unit}.union(*(_subtree(other.unit, discourse) for other in discourse.below[unit]))


def _ranges(words: Iterable[Token]) -> Ranges:
    """The places of the words in the text, those of neighbours as one."""
    out: list[list[Token]] = []
    for word in sorted(words):
        if out and out[-1][-1].i + 1 == word.i:
            out[-1].append(word)
        else:
            out.append([word])
    return tuple((run[0].idx, run[-1].idx + len(run[-1])) for run in out)


def said(doc: Doc, items: Iterable[Item]) -> list[Item]:
    """Those of the found items whose cue tells of saying."""
    places = {word.idx for word in doc if says(word)}
    return [item for item in items if item.cue & places]


def clauses(doc: Doc, items: Iterable[Item]) -> list[Item]:
    """Those of the found items whose content is headed by a finite verb."""
    return [item for item in items if any(map(_is_finite, _tops(doc, item)))]


def _tops(doc: Doc, item: Item) -> list[Token]:
    """The words of the content that hang on none of its words."""
    words = {word for word in doc if not item.content.isdisjoint(range(word.idx, word.idx + len(word)))}
    return [word for word in words if word.head == word or word.head not in words]


def _is_finite(word: Token) -> bool:
    auxiliaries = (child for child in word.children if child.dep_ in ("aux", "auxpass"))
    return any(verb.tag_ in FINITE for verb in (word, *auxiliaries))


def main() -> None:
    """Parse the arguments, annotate, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds ud-gum-open/")
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    parser.add_argument("--genres", nargs="+", help="use the documents of these genres only, as news interview")
    args = parser.parse_args()
    articles = read_gum(args.corpora / "ud-gum-open" / f"{args.split}.conllu")
    chosen = [article for article in articles if not args.genres or article.name.split("_")[1] in args.genres]
    pairs = annotate(chosen, load(args.model))
    print(f"{len(pairs)} documents, {sum(len(article.attributions) for article in chosen)} attributions")
    for title, find in (("corroborate", ours), ("textacy direct_quotations", textacys)):
        report(title, *evaluate(pairs, _only(find, said)))
        report(f"{title}, clauses only", *evaluate(pairs, _only(find, said, clauses)))


def _only(find: Finder, *kept: Callable[[Doc, list[Item]], list[Item]]) -> Finder:
    def found(doc: Doc) -> list[Item]:
        return reduce(lambda items, keep: keep(doc, items), kept, find(doc))

    return found


if __name__ == "__main__":
    main()
