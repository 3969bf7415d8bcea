import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.export.web_annotation import write
from pipeline.tables import Tables

Json = dict[str, Any]

# the terms of http://www.w3.org/ns/anno.jsonld that may stand in a collection, and its prefixes
TERMS = {
    "@context", "id", "type", "label", "generator", "name", "total", "first", "startIndex", "items", "motivation",
    "body", "target", "purpose", "value", "format", "language", "source", "selector", "start", "end", "exact", "prefix",
    "suffix",
}  # fmt: skip
TYPES = {
    "AnnotationCollection", "AnnotationPage", "Annotation", "Software", "Text", "TextualBody", "SpecificResource",
    "TextPositionSelector", "TextQuoteSelector",
}  # fmt: skip
PURPOSES = {"tagging", "identifying", "linking", "describing"}
PREFIXES = ("dcterms:", "schema:")


def exported(tables: Tables, path: Path) -> Json:
    write(tables, path)
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found


def parts(value: Any) -> Iterator[Json]:
    """All objects in a JSON value, itself included."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def check_selectors(collection: Json, tables: Tables) -> int:
    """Hold every selector against the raw text that its source names; how many there are."""
    texts = [tables.text(doc_id, raw=True) for doc_id in tables.documents["doc_id"]]
    by_hash = {base64.urlsafe_b64encode(hashlib.sha256(t.encode()).digest()).decode().rstrip("="): t for t in texts}
    selected = [part for part in parts(collection) if "selector" in part]
    for one in selected:
        text = by_hash[one["source"].removeprefix("ni:///sha-256;")]
        position, quote = one["selector"]
        start, end = position["start"], position["end"]
        assert 0 <= start < end <= len(text)
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert len(quote["prefix"]) == min(32, start)
    return len(selected)


def test_mentions_quotes_claims_and_alignments_select_their_words(small: Tables, tmp_path: Path) -> None:
    collection = exported(small, tmp_path / "a.jsonld")
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == 2 + 1 + 2 + 1
    assert check_selectors(collection, small) == len(items) + 1  # an alignment selects two claims
    words = [item["target"]["selector"][1]["exact"] for item in items]
    assert words[:3] == ["Oslo", "Rome", "“Oslo signed nothing,”"]


def test_bodies_tell_who_is_meant_who_speaks_and_what_conflicts(small: Tables, tmp_path: Path) -> None:
    small.frames["entities"]["wikidata_id"] = ["Q585", None]
    oslo, rome, quote, _, denied, alignment = exported(small, tmp_path / "a.jsonld")["first"]["items"]
    assert oslo["body"][1]["source"]["id"] == "http://www.wikidata.org/entity/Q585"
    assert rome["body"][1]["source"]["id"].startswith("urn:uuid:")
    assert rome["body"][1]["source"]["dcterms:identifier"] == "gpe:rome"
    assert quote["body"][-1]["schema:spokenByCharacter"] == {"label": "Rome"}
    assert quote["body"][-1]["schema:text"] == "Oslo signed nothing,"
    assert {"type": "TextualBody", "purpose": "tagging", "value": "negated"} in denied["body"]
    assert denied["body"][-1]["schema:about"][0]["label"] == "Oslo"
    assert [body.get("value") for body in alignment["body"]] == ["conflicts", "signed against signed nothing", None]
    assert alignment["body"][-1]["dcterms:identifier"] == "b:c"


def test_ids_are_the_same_each_time_and_of_one_annotation_each(small: Tables, tmp_path: Path) -> None:
    collection = exported(small, tmp_path / "a.jsonld")
    write(small, tmp_path / "b.jsonld")
    assert (tmp_path / "a.jsonld").read_bytes() == (tmp_path / "b.jsonld").read_bytes()
    ids = [item["id"] for item in collection["first"]["items"]]
    assert len({*ids, collection["id"], collection["first"]["id"]}) == len(ids) + 2


@pytest.mark.slow
def test_every_selector_of_real_tables_holds_and_all_terms_are_known(made: Tables, tmp_path: Path) -> None:
    collection = exported(made, tmp_path / "a.jsonld")
    names = ("mentions", "quotes", "claims", "alignments")
    assert check_selectors(collection, made) == sum(len(made.frames[name]) for name in (*names, "alignments"))
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    for part in parts(collection):
        assert all(name in TERMS or name.startswith(PREFIXES) for name in part)
        assert part.get("type", "Text") in TYPES or part["type"].startswith("schema:")
        assert {part.get("purpose", "tagging"), part.get("motivation", "tagging")} <= PURPOSES
