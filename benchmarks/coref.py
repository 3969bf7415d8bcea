"""Scores coreference inside documents against GUM: `python -m benchmarks.coref --corpora ../shared/corpora`.

The pipeline reads the raw text. Gold mentions are those of persons, organisations and places, by the word that heads
each.

Names: B3 over the names that both sides have, and once more with the gold names counted that were missed, each with a
recall of 0.

Links: a pronoun, role or description is right if a gold mention with its head has, in its chain, a name that was found
under the name it is resolved to. What heads no gold mention, or one of another type or with no name in its chain, is
wrong. Recall is over the pronouns of the third person and the definite noun phrases whose chain holds a name anywhere,
with appositions among them. Predicates ("is the capital") are not asked for, but right where they are resolved to the
right name. Pronouns of the first and second person are counted apart.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.components.records import EntityMention
from pipeline.language import load_model
from training.chains import PRONOUNS, Chained, ChainedText, read_chains

KINDS = ("person", "organization", "place")
LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
FORMS = ("personal", "possessive", "it", "they", "role", "description")
SPEAKERS = frozenset(
    {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours"}
)
Entity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A mention of the pipeline: its place, that of its head, and the label and name of who is meant."""

    start: int
    end: int
    head: int
    text: str
    entity: Entity
    is_name: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A resolved mention, its kind, whether it is right, and the chain's gold name where there is one."""

    found: Found
    form: str
    right: bool


@dataclass
class Score:
    """Counts by kind of mention."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)  # found mentions that are right
    reached: Counter[str] = field(default_factory=Counter)  # gold mentions that are found right

    def figures(self, *forms: str) -> tuple[float, float]:
        """Precision and recall over some kinds of mentions."""
        found, gold = sum(self.found[form] for form in forms), sum(self.gold[form] for form in forms)
        right, reached = sum(self.right[form] for form in forms), sum(self.reached[form] for form in forms)
        return right / max(found, 1), reached / max(gold, 1)


def found_mentions(mentions: Iterable[EntityMention]) -> list[Found]:
    """The mentions of persons, organisations, peoples and places."""
    found = []
    for mention in mentions:
        span, entity = mention.span, (mention.span.label_, mention.name or "")
        if mention.name is not None and span.label_ in LABELS:
            place = span.start_char, span.end_char, span.root.idx
            found.append(Found(*place, span.text, entity, mention.method != "coref"))
    return found


def match_names(gold: Sequence[Chained], found: Sequence[Found]) -> dict[Found, Chained]:
    """Found names with the gold name whose head each holds part of; of nested ones the most alike."""
    names = [mention for mention in gold if mention.form == "name"]
    pairs = {}
    for one in found:
        fitting = [m for m in names if one.start < m.head_end and m.head_start < one.end] if one.is_name else []
        if fitting:
            pairs[one] = max(fitting, key=lambda m: _overlap(m, one))
    return pairs


def _overlap(gold: Chained, found: Found) -> float:
    common = min(gold.end, found.end) - max(gold.start, found.start)
    return common / (max(gold.end, found.end) - min(gold.start, found.start))


def links(gold: Sequence[Chained], found: Sequence[Found]) -> Iterator[Link]:
    """Judge the resolved mentions."""
    entities = defaultdict(set)
    for one, mention in match_names(gold, found).items():
        if mention.kind in KINDS:
            entities[mention.chain].add(one.entity)
    by_head: dict[int, Chained] = {}
    for mention in sorted(gold, key=lambda m: m.start - m.end):  # the shortest comes last: "X", not "X and Y"
        by_head[mention.head_start] = mention
    for one in found:
        if not one.is_name:
            match = by_head.get(one.head)
            right = match is not None and match.kind in KINDS and one.entity in entities[match.chain]
            yield Link(one, _form(one, match), right)


def _form(found: Found, match: Chained | None) -> str:
    word = found.text.lower()
    if word in SPEAKERS:
        return "speaker"
    if word == "her":
        return match.form if match else "possessive"
    return PRONOUNS.get(word) or ("role" if found.entity[0] == "PERSON" else "description")


def wanted(gold: Sequence[Chained]) -> Iterator[tuple[Chained, str]]:
    """The gold mentions that should be resolved, with their kinds."""
    named = {mention.chain for mention in gold if mention.form == "name"}
    for mention in gold:
        if mention.kind not in KINDS or mention.chain not in named or mention.form in ("name", "other"):
            continue
        if mention.form == "noun" and mention.link != "pred":
            yield mention, "role" if mention.kind == "person" else "description"
        elif mention.form != "noun":
            yield mention, mention.form


def add_links(score: Score, gold: Sequence[Chained], found: Sequence[Found]) -> list[Link]:
    """Count a document's links; give them back judged."""
    judged = list(links(gold, found))
    right = {link.found.head for link in judged if link.right}
    for link in judged:
        score.found[link.form] += 1
        score.right[link.form] += link.right
    for mention, form in wanted(gold):
        score.gold[form] += 1
        score.reached[form] += mention.head_start in right
    return judged


@dataclass
class BCubed:
    """Sums of B3 over names."""

    precision: float = 0.0
    recall: float = 0.0
    both: int = 0
    gold: int = 0

    def add(self, gold: Sequence[Chained], found: Sequence[Found]) -> None:
        """Add a document's names."""
        pairs = [(one.entity, mention.chain) for one, mention in _one_to_one(gold, found)]
        both, entities, chains = Counter(pairs), Counter(e for e, _ in pairs), Counter(c for _, c in pairs)
        self.precision += sum(n * n / entities[entity] for (entity, _), n in both.items())
        self.recall += sum(n * n / chains[chain] for (_, chain), n in both.items())
        self.both += len(pairs)
        self.gold += sum(mention.form == "name" and mention.kind in KINDS for mention in gold)

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1 over the names that both sides have."""
        return _with_f1(self.precision / max(self.both, 1), self.recall / max(self.both, 1))

    def all_gold(self) -> tuple[float, float, float]:
        """The same with the recall over all gold names."""
        return _with_f1(self.precision / max(self.both, 1), self.recall / max(self.gold, 1))


def _with_f1(precision: float, recall: float) -> tuple[float, float, float]:
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _one_to_one(gold: Sequence[Chained], found: Sequence[Found]) -> Iterator[tuple[Found, Chained]]:
    taken = set()
    for one, mention in match_names(gold, found).items():
        if mention.kind in KINDS and mention not in taken:
            taken.add(mention)
            yield one, mention


def report(title: str, score: Score) -> None:
    """Print precision and recall by kind of mention."""
    print(f"\n{title}\n{'':14}{'P':>7}{'R':>7}{'gold':>7}{'found':>7}{'right':>7}")
    rows = {form: (form,) for form in (*FORMS, "speaker")}
    rows |= {"third person": FORMS, "all": (*FORMS, "speaker")}
    for name, forms in rows.items():
        precision, recall = score.figures(*forms)
        counts = (sum(counter[form] for form in forms) for counter in (score.gold, score.found, score.right))
        print(f"{name:14}{precision:7.3f}{recall:7.3f}" + "".join(f"{count:7}" for count in counts))


def report_genres(scores: dict[str, Score], names: dict[str, BCubed]) -> None:
    """Print the figures of the links of the third person and of the names by genre."""
    print(f"\n{'by genre':14}{'P':>7}{'R':>7}{'gold':>7}{'found':>7}{'B3 F1':>8}{'all':>7}")
    for genre, score in sorted(scores.items()):
        precision, recall = score.figures(*FORMS)
        counts = (sum(counter[form] for form in FORMS) for counter in (score.gold, score.found))
        b3 = names[genre]
        print(f"{genre:14}{precision:7.3f}{recall:7.3f}" + "".join(f"{count:7}" for count in counts)
              + f"{b3.figures()[2]:8.3f}{b3.all_gold()[2]:7.3f}")  # fmt: skip


def show(document: ChainedText, judged: Iterable[Link]) -> None:
    """Print the resolved mentions of a document with their surroundings."""
    for link in judged:
        before = document.text[max(0, link.found.start - 60) : link.found.start].replace("\n", " ")
        after = document.text[link.found.end : link.found.end + 30].replace("\n", " ")
        verdict = "right" if link.right else "WRONG"
        print(f"{verdict} {document.doc_id}: {before}[{link.found.text}]{after} = {link.found.entity}")


def main() -> None:
    """Parse the arguments, annotate, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds ud-gum-open/")
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    parser.add_argument("--show", action="store_true", help="print every resolved mention")
    args = parser.parse_args()
    nlp = load_model(args.model)
    total, names = Score(), BCubed()
    genres: dict[str, Score] = defaultdict(Score)
    genre_names: dict[str, BCubed] = defaultdict(BCubed)
    for document in read_chains(args.corpora / "ud-gum-open" / f"{args.split}.conllu"):
        found = found_mentions(nlp(document.text)._.mentions)
        judged = add_links(total, document.mentions, found)
        add_links(genres[document.genre], document.mentions, found)
        for b3 in (names, genre_names[document.genre]):
            b3.add(document.mentions, found)
        if args.show:
            show(document, judged)
    print("names, B3 over names of both: P {:.3f} R {:.3f} F1 {:.3f}".format(*names.figures()))
    print("names, B3 over all of gold:   P {:.3f} R {:.3f} F1 {:.3f}".format(*names.all_gold()))
    report("pronouns and noun phrases", total)
    report_genres(genres, genre_names)


if __name__ == "__main__":
    main()
