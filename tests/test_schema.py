import json
from pathlib import Path

import pytest

from pipeline.describe import load_examples, tables_page
from pipeline.schema import TABLES, Span, Table
from tests.docs.alike import alike_rows
from tests.examples import examples

DOCS = Path(__file__).parents[1] / "docs"

# the columns that the contract promises; more are welcome
CONTRACT = {
    "documents": "doc_id source title authors published url lang raw_path raw_sha256 clean_sha256 encoding n_chars "
    "n_sentences n_tokens",
    "quarantine": "raw_path stage reason detail",
    "sentences": "sentence_id doc_id position text",
    "mentions": "mention_id doc_id sentence_id text label entity_id method",
    "entities": "entity_id name label country_code wikidata_id n_mentions n_documents",
    "entity_aliases": "entity_id alias n_mentions",
    "quotes": "quote_id utterance_id doc_id sentence_id kind text verbatim speaker_text speaker_name speaker_entity_id "
    "cue_text cue_lemma confidence speaker_start speaker_end speaker_raw_start speaker_raw_end cue_start cue_end "
    "cue_raw_start cue_raw_end",
    "quote_speakers": "quote_id entity_id",
    "claims": "claim_id doc_id sentence_id text subject predicate object subject_entity_id object_entity_id polarity "
    "modality attributed_to attributed_entity_id quote_id confidence",
    "claim_entities": "claim_id entity_id role",
    "quantities": "claim_id text value unit kind",
    "alignments": "alignment_id claim_a claim_b doc_a doc_b source_a source_b relation score similarity "
    "shared_entities conflict cluster_id",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_every_promised_column_is_there(name: str) -> None:
    assert set(CONTRACT[name].split()) <= set(TABLES[name].columns)


@pytest.mark.parametrize("name", ["sentences", "mentions", "quotes", "claims", "quantities", "quoted_terms"])
def test_rows_that_are_spans_end_with_their_four_offsets(name: str) -> None:
    assert issubclass(TABLES[name].row, Span)
    assert list(TABLES[name].columns)[-4:] == ["start", "end", "raw_start", "raw_end"]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_has_a_meaning_and_every_reference_a_target(table: Table) -> None:
    assert table.about.endswith(".")
    for column in table.columns.values():
        assert column.meaning
        assert not column.ref or column.ref in TABLES
    assert not any(table.columns[name].nullable for name in table.key)


def test_the_page_on_the_tables_is_up_to_date() -> None:
    assert (DOCS / "tables.md").read_text(encoding="utf-8") == tables_page(load_examples()), "run `make docs`"


@pytest.mark.slow
def test_the_examples_on_the_page_are_what_a_run_gives(tmp_path: Path) -> None:
    shown, came = load_examples(), json.loads(examples(tmp_path))
    assert list(shown) == list(came)
    assert [name for name in shown if not alike_rows(shown[name], came[name])] == [], "run `make docs`"
