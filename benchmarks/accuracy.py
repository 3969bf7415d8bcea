"""The figures of accuracy on the dev splits, stage by stage: `python -m benchmarks.accuracy --corpora DIR [--raw DIR]`.

Gathers what the benchmarks of the stages measure; each of them tells more when it is run by itself.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks import (
    alignment,
    containment,
    coref,
    entities,
    linking,
    names,
    overlaps,
    quotes,
    real_quotes,
    relations,
    segmentation,
    speakers,
)
from benchmarks.entity_gold import GOLD, read_mentions
from benchmarks.linking_gold import ecb_texts, gum_texts
from benchmarks.polnear import Article, read_polnear
from pipeline.language import load_model
from tests import gate
from training.chains import read_chains
from training.claim_pairs import GOLD as GOLD_PAIRS
from training.claim_pairs import MORE
from training.corpus import development
from training.ecb import REPORTED
from training.evaluate import evaluate
from training.propsegment import read_propsegment


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of accuracy.

    Attributes:
        stage: The stage that it is of.
        data: What it was measured on.
        what: What it says.
        value: The figure, a share.
        peer: What does the same by other means, or is given beside it for comparison; empty where nothing is.
        peer_value: Its figure.
    """

    stage: str
    data: str
    what: str
    value: float
    peer: str = ""
    peer_value: float | None = None


def measure(corpora: Path, raw: Path | None = None) -> Iterator[Row]:
    """All figures, in the order of the stages.

    Args:
        corpora: Folder of the corpora.
        raw: Folder of the two real articles; None leaves their figures out.
    """
    nlp = load_model()
    yield from of_language(nlp, corpora)
    yield from of_names(nlp, corpora)
    yield from of_coreference(nlp, corpora)
    yield from of_quotes(nlp, corpora)
    yield from of_claims(nlp, corpora)
    yield from of_linking(nlp, corpora)
    if raw is not None:
        yield from of_articles(raw)
    yield from of_alignment(nlp, corpora)


def of_language(nlp: Language, corpora: Path) -> Iterator[Row]:
    """The language model on the project's own gold set and on the treebanks."""
    for name, value in gate.measure(nlp).items():
        yield Row("annotate", "gold set, invented news", name, value / 100)
    found = evaluate(nlp, corpora)
    for data, name in product(("ewt", "gum"), ("tokens", "sentences", "tags", "lemmas", "UAS", "LAS")):
        yield Row("annotate", f"{data} dev", name, float(found[data][name]))


def of_names(nlp: Language, corpora: Path) -> Iterator[Row]:
    """Names with lexicons and rules, beside the model alone."""
    for data, documents in development(corpora).items():
        found = dict(zip(names.PARTS, names.figures(nlp, documents, own_labels=False), strict=True))
        yield Row(
            "entities",
            f"{data} dev",
            "names, exact spans, F1",
            found["+ lexicons and rules"],
            "model alone",
            found["model"],
        )


def of_coreference(nlp: Language, corpora: Path) -> Iterator[Row]:
    """Names, pronouns and descriptions inside documents."""
    score, b3, data = coref.Score(), coref.BCubed(), "GUM dev, open genres"
    for document in read_chains(corpora / "ud-gum-open" / "dev.conllu"):
        found = coref.found_mentions(nlp(document.text)._.mentions)
        coref.add_links(score, document.mentions, found)
        b3.add(document.mentions, found)
    precision, recall = score.figures(*coref.FORMS)
    yield Row("entities", data, "who is meant: names, B3 F1", b3.figures()[2])
    yield Row("entities", data, "pronouns and descriptions, precision", precision)
    yield Row("entities", data, "pronouns and descriptions, recall", recall)


def of_quotes(nlp: Language, corpora: Path) -> Iterator[Row]:
    """Attributions of PolNeAR, beside textacy on the same Docs, and who the speakers are."""
    data = "PolNeAR dev"
    pairs = quotes.annotate(list(read_polnear(corpora, "dev")), nlp)
    (ours, _), (theirs, _) = quotes.evaluate(pairs, quotes.ours), quotes.evaluate(pairs, quotes.textacys)
    for name in ("content >= .3", "content >= .8", "in marks >= .8", "indirect >= .3", "speaker", "cue exact"):
        yield Row(
            "quotes", data, f"{name}, F1", ours.figures(name)[2], "textacy direct_quotations", theirs.figures(name)[2]
        )
    yield Row("quotes", "PolNeAR dev, 200 sources", "speakers are the right entities", _right_speakers(pairs))


def _right_speakers(pairs: list[tuple[Article, Doc]]) -> float:
    labelled = speakers.read_labels()
    found = [
        one
        for article, doc in pairs
        for one in speakers.judge(article, doc, [label for label in labelled if label.article == article.name])
    ]
    return sum(one.right for one in found) / len(found)


def of_claims(nlp: Language, corpora: Path) -> Iterator[Row]:
    """How claims are cut, beside textacy on the same Docs, and what another document holds too."""
    data = "PropSegmEnt dev"
    marked = read_propsegment(corpora / "propsegment")
    docs = list(nlp.pipe([sentence.text for sentence in marked]))
    found = segmentation.segmentation(docs, marked)
    triples = segmentation.with_textacy(docs, marked, segmentation.triples)["f1"]
    statements = segmentation.with_textacy(docs, marked, segmentation.statements)["f1"]
    yield Row(
        "claims",
        data,
        "clauses, precision",
        found["clauses"].precision,
        "raters beside the reference, F1",
        segmentation.raters(marked),
    )
    yield Row("claims", data, "finest claims, five-fold, F1", found["finest, five-fold"].f1, "textacy triples", triples)
    yield Row(
        "claims", data, "all rows, five-fold, F1", found["all rows, five-fold"].f1, "textacy statements", statements
    )


def of_linking(nlp: Language, corpora: Path) -> Iterator[Row]:
    """Which names of several documents are one."""
    sets = {
        "ECB+ dev topics": list(ecb_texts(corpora / "ecbplus", REPORTED)),
        "GUM dev, by Wikipedia article": list(gum_texts(corpora / "ud-gum-open" / "dev.conllu")),
    }
    for data, texts in sets.items():
        found = list(
            linking.pairs(texts, linking.link_all(texts, linking.mention_rows(texts, nlp), data.startswith("GUM")))
        )
        gold, linked, right = linking.links(found)
        yield Row("link", data, "names, B3 F1", linking.b_cubed(found)[2])
        yield Row("link", data, "links between documents, precision", right / linked)
        yield Row("link", data, "links between documents, recall", right / gold)


def of_articles(raw: Path) -> Iterator[Row]:
    """Mentions, entities and quotes of two real articles that were marked by hand."""
    data = "two real articles"
    with TemporaryDirectory() as out:
        tables = entities.run(raw, Path(out))
        found = entities.compare(tables, read_mentions(GOLD)).figures
        quoted = list(real_quotes.judge(real_quotes.read_quotes(raw), real_quotes.found_quotes(tables, raw)))
    yield Row("entities", data, "all mentions: linked, F1", found["all mentions: linked"].f1)
    yield Row("link", data, "entities, F1", found["entities"].f1)
    core = [one for one in quoted if one.gold is not None and one.gold.core == "core"]
    yield Row("quotes", data, "found, recall", sum(one.found is not None for one in core) / len(core))
    yield Row(
        "quotes", data, "found with the right speaker, recall", sum(one.speaker_right for one in core) / len(core)
    )


def of_alignment(nlp: Language, corpora: Path) -> Iterator[Row]:
    """Pairs of claims and of sentences, relations, and what another document holds."""
    yield from _of_pairs("ECB+ dev topics", alignment.measure(corpora, nlp))
    for told, folder in (("labelled pairs", GOLD_PAIRS), ("more labelled pairs", MORE)):
        joined = overlaps.measure(nlp, folder, corpora)
        yield Row("align", told, "of one matter by the labels and aligned", joined["found"])
        yield Row("align", told, "conflicts by the labels and aligned", joined["found_conflicts"])
        yield Row("align", told, "aligned and labelled: of one matter", joined["right"])
    yield from _of_relations("labelled pairs", relations.relations(corpora), relations.passes())
    yield from _of_relations("more labelled pairs", relations.relations(corpora, MORE))
    with nlp.select_pipes(enable=["tok2vec", "tagger", "morphologizer", "lemmatizer"]):
        held = containment.containment(corpora, nlp)
    yield Row(
        "align", "PropSegmEnt dev", "entailed by another document, balanced accuracy", held["balanced_accuracy"],
        "plain overlap of words", held["balanced_accuracy_overlap"],
    )  # fmt: skip


def _of_relations(
    data: str, found: Mapping[str, Mapping[str, float]], passes: Mapping[str, Mapping[str, float]] | None = None
) -> Iterator[Row]:
    kappa = passes["relation_where_related"]["kappa"] if passes else None
    yield Row(
        "align", data, "relations: macro_f1", found["found"]["macro_f1"], "kappa of two passes" if passes else "", kappa
    )
    for name in ("f1_agrees", "f1_elaborates", "f1_conflicts", "conflict_precision", "conflict_recall"):
        yield Row("align", data, f"relations: {name}", found["found"][name])
    for name in ("macro_f1", "conflict_precision", "conflict_recall"):
        yield Row("align", data, f"relations of claims cut as labelled: {name}", found["as_labelled"][name])


def _of_pairs(data: str, found: Mapping[str, Mapping[str, float]]) -> Iterator[Row]:
    claims, sentences = found["claims"], found["sentences"]
    yield Row(
        "align",
        data,
        "claims, average precision",
        claims["average_precision"],
        "tf-idf",
        claims["average_precision_tfidf"],
    )
    yield Row("align", data, "claims, calibration error", claims["calibration_error"])
    yield Row(
        "align",
        data,
        "sentences, average precision",
        sentences["average_precision"],
        "tf-idf",
        sentences["average_precision_tfidf"],
    )
    yield Row("align", data, "pairs that share two events and are aligned", sentences["found"])
    yield Row("align", data, "aligned pairs that share an event", sentences["sharing_one"])
    yield Row("align", data, "like pairs among the candidates", found["candidates"]["kept"])
    yield Row("align", data, "aligned pairs of one event told to conflict", found["false_conflicts"]["share"])


def main() -> None:
    """Print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora; see training/README.md")
    parser.add_argument("--raw", type=Path, help="folder of the two real articles")
    args = parser.parse_args()
    for row in measure(args.corpora, args.raw):
        print(json.dumps(asdict(row)), flush=True)


if __name__ == "__main__":
    main()
