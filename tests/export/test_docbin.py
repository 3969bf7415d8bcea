from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from pipeline.errors import UsageError
from pipeline.export.docbin import write
from pipeline.tables import Tables


@pytest.fixture(scope="module")
def docs(made: Tables, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Doc]:
    """The documents as plain spaCy reads them, by doc_id."""
    path = tmp_path_factory.mktemp("docbin") / "docs.spacy"
    write(made, path)
    return {doc.user_data["doc_id"]: doc for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)}


@pytest.mark.slow
def test_the_docs_have_the_clean_texts_sentences_and_an_analysis(docs: dict[str, Doc], made: Tables) -> None:
    assert list(docs) == made.documents["doc_id"].tolist()
    for doc_id, doc in docs.items():
        assert doc.text == made.text(doc_id)
        assert all(doc.has_annotation(layer) for layer in ("TAG", "POS", "DEP", "LEMMA", "SENT_START"))
    words = {token.text: token for token in docs["skarvik"]}
    assert (words["closed"].lemma_, words["closed"].tag_, words["harbour"].dep_) == ("close", "VBN", "nsubjpass")
    assert words["it"].nbor().text == "’s"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mentions", "quotes", "claims", "quoted_terms"])
def test_every_row_is_a_span_with_its_id_and_words(docs: dict[str, Doc], made: Tables, name: str) -> None:
    key = {"quoted_terms": "term_id"}.get(name, f"{name[:-1]}_id")
    found = {span.id_: (span.text, span.start_char, span.end_char) for d in docs.values() for span in d.spans[name]}
    frame = made.frames[name]
    rows = zip(frame["text"], frame["start"], frame["end"], strict=True)
    assert found == dict(zip(frame[key], rows, strict=True))


@pytest.mark.slow
def test_names_are_linked_to_the_entities_of_the_tables(docs: dict[str, Doc], made: Tables) -> None:
    names = made.mentions[made.mentions["method"] != "coref"]
    found = [(ent.id_, ent.label_, ent.kb_id_) for doc in docs.values() for ent in doc.ents]
    assert found == list(zip(names["mention_id"], names["label"], names["entity_id"].fillna(""), strict=True))
    norway = next(ent for ent in docs["skarvik"].ents if ent.text == "Norway")
    assert docs["skarvik"].user_data["entities"][norway.kb_id_]["wikidata_id"] == "Q20"


@pytest.mark.slow
def test_quotes_have_their_speakers_and_cues(docs: dict[str, Doc]) -> None:
    spans = docs["skarvik"].spans
    quote = next(span for span in spans["quotes"] if "sinking" in span.text)
    assert quote.label_ == "direct"
    speaker, cue = (next(s for s in spans[name] if s.id_ == quote.id_) for name in ("speakers", "cues"))
    assert (speaker.text, speaker.kb_id_, cue.text) == ("she", "person:tove-lindqvist", "told")


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes(made: Tables, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(made, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_tables_of_another_model_are_refused(small: Tables, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="made by the model unknown, and here is en_corroborate"):
        write(small, tmp_path / "docs.spacy")


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), [("sentences", "end"), ("documents", "n_tokens")])
def test_tables_with_other_sentences_or_tokens_are_refused(
    made: Tables, tmp_path: Path, table: str, column: str
) -> None:
    changed = Tables(made.folder, {**made.frames, table: made.frames[table].copy()})
    changed.frames[table].loc[0, column] += 1
    with pytest.raises(UsageError, match="another version made them"):
        write(changed, tmp_path / "docs.spacy")
