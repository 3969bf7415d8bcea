"""Scores mentions and entities: `python -m benchmarks.entities --raw ../shared/raw [--errors] [--model NAME]`.

The articles in the folder are run as one batch and compared with `tests/gold/real/mentions.tsv`; the invented gold
articles in `tests/gold` give figures of names besides. With `--errors` every difference is told with its offsets.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pipeline
from benchmarks.entity_gold import (
    GOLD,
    Entity,
    Mention,
    found_entities,
    found_mentions,
    gold_entities,
    in_clean_text,
    mentions_of,
    read_mentions,
)
from benchmarks.entity_scoring import ATTRIBUTES, Fault, Figure, Score, name_figures, pair, score
from pipeline.tables import Tables
from tests.gold import gold_files, read_gold

WINDOW = 40  # characters of the text shown on either side of a difference


def run(raw: Path, out: Path, model: str | None = None) -> Tables:
    """Run the pipeline on a folder of articles."""
    return pipeline.run(raw, out, model=model).tables


def compare(tables: Tables, gold: list[Mention]) -> Score:
    """Score the tables of a run against the gold list; articles that it does not hold are left out."""
    files = {mention.doc for mention in gold}
    found = [mention for mention in found_mentions(tables) if mention.doc in files]
    return score(in_clean_text(gold, tables), found, found_entities(tables))


def invented(model: str | None = None) -> dict[str, Figure]:
    """Figures of names on the invented gold articles."""
    nlp = pipeline.load_model(model) if model else pipeline.load_model()
    pairs = []
    for path in gold_files():
        reference = read_gold(path, nlp.vocab)
        pairs += pair(mentions_of(reference, path.stem), mentions_of(nlp(reference.text), path.stem))
    return name_figures(pairs)


def table(title: str, figures: Mapping[str, Figure]) -> str:
    """Figures in a table, in per cent."""
    lines = [f"{title:24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}{'right':>7}"]
    for name, figure in figures.items():
        shares = "".join(f"{100 * share:7.1f}" for share in (figure.precision, figure.recall, figure.f1))
        lines.append(f"{name:24}{shares}{figure.gold:7}{figure.found:7}{figure.right:7}")
    return "\n".join(lines)


def differences(result: Score, gold: list[Mention], tables: Tables) -> Iterator[str]:
    """Every difference in a line."""
    docs = dict(zip(tables.documents["raw_path"], tables.documents["doc_id"], strict=True))
    texts = {path: tables.text(doc_id, raw=True) for path, doc_id in docs.items()}
    names, entities = _names(gold, texts), found_entities(tables)
    for fault in result.faults:
        yield _told(fault, texts[fault.mention.doc], names, entities)
    for one, others in result.splits.items():
        yield f"split   {one} {names[one]} -> {', '.join(_entity(other, entities) for other in others)}"
    for other, ones in result.merges.items():
        yield f"merge   {_entity(other, entities)} <- {', '.join(f'{one} {names[one]}' for one in ones)}"
    for other in result.unmatched:
        yield f"entity  {_entity(other, entities)} agrees with none; nearest is {result.homes.get(other, 'none')}"
    known = gold_entities(gold)
    for (other, one), attribute in product(sorted(result.homes.items()), ATTRIBUTES):
        wanted, got = getattr(known[one], attribute), getattr(entities[other], attribute)
        if wanted and wanted != got:
            yield f"{attribute} {_entity(other, entities)} has {got or 'none'}, not {wanted}"


def _names(gold: list[Mention], texts: Mapping[str, str]) -> dict[str, str]:
    """The longest name of each gold entity, to be shown."""
    found: dict[str, str] = {}
    for m in gold:
        text = " ".join(texts[m.doc][m.start : m.end].split())
        if m.kind == "name" and len(text) > len(found.get(m.entity, "")):
            found[m.entity] = text
    return found


def _told(fault: Fault, text: str, names: Mapping[str, str], entities: Mapping[str, Entity]) -> str:
    def part(m: Mention | None) -> str:
        if m is None:
            return "nothing"
        whom = f"{m.entity} {names[m.entity]}" if m is fault.gold else _entity(m.entity, entities)
        return f"{m.start}-{m.end} {text[m.start : m.end]!r} {m.label} {m.kind} ({whom})"

    m = fault.mention
    around = " ".join(text[max(0, m.start - WINDOW) : m.end + WINDOW].split())
    return f"{fault.what:7} {m.doc[:3]} gold {part(fault.gold)}; found {part(fault.found)}   … {around} …"


def _entity(entity_id: str, entities: Mapping[str, Entity]) -> str:
    return f"{entity_id} {entities[entity_id].name!r}" if entity_id in entities else "no entity"


def main() -> None:
    """Parse the arguments, run, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("../shared/raw"), help="folder of the articles")
    parser.add_argument("--model", help="a spaCy model; without it, the bundled one")
    parser.add_argument("--errors", action="store_true", help="tell every difference")
    args = parser.parse_args()
    gold = read_mentions(GOLD)
    with tempfile.TemporaryDirectory() as out:
        tables = run(args.raw, Path(out), args.model)
        result = compare(tables, gold)
        print(table("real articles", result.figures))
        if args.errors:
            print("", *differences(result, gold, tables), sep="\n")
    print("\n" + table("invented articles", invented(args.model)))


if __name__ == "__main__":
    main()
