"""Scores linking across documents: `python -m benchmarks.linking --corpora ../shared/corpora`.

Every article goes through the stages one by one, and their mentions through `link` together. A found name is compared
with the gold mention that ends with it and that it overlaps most; pronouns and roles are left out, so that what is
measured is which names are one, not which pronouns.

ECB+: once with each topic (two events of one kind, some 20 articles) as a batch, once with all articles as one batch,
where names of other topics may mislead; figures count within topics. A place there is the place of one event, so that
one city is often several: links of places measure little. GUM: all documents as one batch, with the Wikipedia articles
that the names stand for. B3 is over all names; links are pairs of names in two documents, "other form" those that are
written differently.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from benchmarks.linking_gold import GoldName, GoldText, ecb_texts, gum_texts
from pipeline.language import load_model
from pipeline.records import RawFile, Rejected
from pipeline.schema import Mention
from pipeline.stages.annotate import annotate
from pipeline.stages.clean import clean
from pipeline.stages.entities import entities
from pipeline.stages.link import link
from pipeline.stages.read import read
from training.ecb import FITTED, REPORTED

Rows = dict[str, list[Mention]]
TAIL = 2  # characters that ends may differ by: a possessive ending or a full stop


@dataclass(frozen=True, slots=True)
class Pair:
    """A name as it was linked and as it is annotated."""

    batch: str
    doc_id: str
    text: str
    found: str
    gold: str
    kind: str


def mention_rows(texts: Iterable[GoldText], nlp: Language) -> Rows:
    """The mentions of every document that the stages accept, by its name."""
    found = {}
    with nlp.select_pipes(disable=[name for name in ("quotes", "claims") if name in nlp.pipe_names]):
        for text in texts:
            try:
                cleaned = clean(read(RawFile(f"{text.name}.txt", text.text.encode())))
            except Rejected:
                continue
            found[text.name] = entities(annotate(cleaned, nlp), cleaned)
    return found


def link_all(texts: Sequence[GoldText], rows: Rows, together: bool) -> dict[str, list[Mention]]:
    """The linked mentions of each document: batch by batch, or all together."""
    batches: dict[str, list[Mention]] = defaultdict(list)
    for text in texts:
        batches["" if together else text.batch].extend(rows.get(text.name, ()))
    found: dict[str, list[Mention]] = defaultdict(list)
    by_doc = {mentions[0].doc_id: name for name, mentions in rows.items() if mentions}
    for batch in batches.values():
        for mention in link(batch, [], [], []).mentions:
            found[by_doc[mention.doc_id]].append(mention)
    return found


def pairs(texts: Iterable[GoldText], linked: dict[str, list[Mention]]) -> Iterator[Pair]:
    """The names that both sides have, one to one, most overlap first."""
    for text in texts:
        names = [m for m in linked.get(text.name, ()) if m.name is not None and m.method != "coref"]
        taken: set[GoldName | Mention] = set()
        ranked = sorted(
            ((_overlap(gold, name), gold.start, name.start, gold, name)
             for name in names for gold in text.mentions if _has_head(gold, name)),
            key=lambda item: (-item[0], item[1], item[2]),
        )  # fmt: skip
        for _, _, _, gold, name in ranked:
            if gold not in taken and name not in taken:
                taken |= {gold, name}
                found = name.entity_id or name.mention_id  # what is no entity's is one with nothing
                yield Pair(text.batch, text.name, name.text, found, gold.entity, gold.kind)


def _has_head(gold: GoldName, name: Mention) -> bool:
    """Whether both end alike, with their heads: "Oslo" is not what "the Oslo mayor" stands for."""
    return abs(gold.end - name.raw_end) <= TAIL and gold.start < name.raw_end and name.raw_start < gold.end


def _overlap(gold: GoldName, name: Mention) -> float:
    common = min(gold.end, name.raw_end) - max(gold.start, name.raw_start)
    return common / (max(gold.end, name.raw_end) - min(gold.start, name.raw_start))


def b_cubed(names: Sequence[Pair]) -> tuple[float, float, float]:
    """B3 precision, recall and F1."""
    both = Counter((p.batch, p.found, p.gold) for p in names)
    found, gold = Counter((p.batch, p.found) for p in names), Counter((p.batch, p.gold) for p in names)
    precision = sum(n * n / found[batch, one] for (batch, one, _), n in both.items()) / max(len(names), 1)
    recall = sum(n * n / gold[batch, other] for (batch, _, other), n in both.items()) / max(len(names), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def links(names: Sequence[Pair], forms: bool = False) -> tuple[int, int, int]:
    """How many pairs of names in two documents are one entity in gold, as found, and in both.

    Args:
        names: The names.
        forms: Count only pairs that are written differently.
    """
    gold = _across([(p, p.gold) for p in names], forms)
    found = _across([(p, p.found) for p in names], forms)
    return gold, found, _across([(p, f"{p.gold}\n{p.found}") for p in names], forms)


def _across(keys: Sequence[tuple[Pair, str]], forms: bool) -> int:
    """Pairs with the same batch and entity in two documents."""
    pairs = _couples((p.batch, entity) for p, entity in keys) - _couples(
        (p.batch, entity, p.doc_id) for p, entity in keys
    )
    if not forms:
        return pairs
    alike = [(p, f"{entity}\n{p.text.casefold()}") for p, entity in keys]
    return pairs - _across(alike, forms=False)


def _couples(keys: Iterable[tuple[str, ...]]) -> int:
    """How many pairs of equal keys there are."""
    return sum(n * (n - 1) // 2 for n in Counter(keys).values())


def report(title: str, names: Sequence[Pair]) -> None:
    """Print B3 and the links by type."""
    print(f"\n{title}: {len(names)} names, B3 P {{:.3f}} R {{:.3f}} F1 {{:.3f}}".format(*b_cubed(names)))
    print(f"{'links':14}{'P':>7}{'R':>7}{'gold':>8}{'found':>8}")
    for kind in (*sorted({p.kind for p in names}), "all", "other form"):
        gold, found, right = links([p for p in names if kind in ("all", "other form", p.kind)], kind == "other form")
        print(f"{kind:14}{right / max(found, 1):7.3f}{right / max(gold, 1):7.3f}{gold:8}{found:8}")


def show(names: Iterable[Pair]) -> None:
    """Print found entities that hold several gold ones, and gold entities that were parted."""
    for attribute, title in (("found", "holds"), ("gold", "is parted into")):
        other = "gold" if attribute == "found" else "found"
        groups: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for p in names:
            groups[p.batch, getattr(p, attribute)][getattr(p, other), p.text] += 1
        for (batch, entity), forms in sorted(groups.items()):
            if len({one for one, _ in forms}) > 1:
                print(f"{batch} {entity} {title} {dict(forms)}")


def main() -> None:
    """Parse the arguments, annotate, link, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds ecbplus/ and ud-gum-open/")
    parser.add_argument("--split", default="dev", choices=("train", "dev"), help="of ECB+, the topics of alignment")
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    parser.add_argument("--show", action="store_true", help="print every entity that differs")
    args = parser.parse_args()
    nlp = load_model(args.model)
    ecb = list(ecb_texts(args.corpora / "ecbplus", REPORTED if args.split == "dev" else FITTED))
    gum = list(gum_texts(args.corpora / "ud-gum-open" / f"{args.split}.conllu"))
    rows = {"ecb": mention_rows(ecb, nlp), "gum": mention_rows(gum, nlp)}
    for title, texts, source, together in (
        ("ECB+, a topic a batch", ecb, "ecb", False),
        ("ECB+, all in one batch", ecb, "ecb", True),
        ("GUM", gum, "gum", True),
    ):
        names = list(pairs(texts, link_all(texts, rows[source], together)))
        report(title, names)
        if args.show:
            show(names)


if __name__ == "__main__":
    main()
