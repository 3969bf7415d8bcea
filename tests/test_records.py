from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from pipeline.components.records import EntityMention, Proposition, register_extensions
from pipeline.records import CleanText, OffsetMap, span_id
from tests.quoted import said

register_extensions()


@pytest.fixture
def doc() -> Doc:
    made = Doc(spacy.blank("en").vocab, words=["Ann", "Lee", "said", "it", "rains", "."])
    made._.mentions = [EntityMention(made.char_span(0, 7, label="PERSON"), "model", "Ann Lee")]
    made._.quotes = [said(made[3:5], made[0:2], made[2:3], "Ann Lee")]
    made._.claims = [Proposition(made[3:5], None, made[4:5], "rains", None, "affirmed", "asserted", 0)]
    return made


def test_records_come_back_as_they_were_given(doc: Doc) -> None:
    mention, utterance, proposition = doc._.mentions[0], doc._.quotes[0], doc._.claims[0]
    assert (mention.span.text, mention.span.label_, mention.name) == ("Ann Lee", "PERSON", "Ann Lee")
    assert [part.text for part in utterance.parts] == ["it rains"]
    assert (utterance.speaker.text, utterance.cue.text, utterance.confidence) == ("Ann Lee", "said", None)
    assert (proposition.subject, proposition.predicate.text, proposition.utterance) == (None, "rains", 0)


def test_a_doc_with_records_can_be_copied_and_stored(doc: Doc, tmp_path: Path) -> None:
    assert doc.copy()._.quotes[0].speaker.text == "Ann Lee"
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "docs.spacy")
    stored = next(iter(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(doc.vocab)))
    assert stored._.mentions[0].span.label_ == "PERSON"
    assert stored._.quotes[0].parts[0].text == "it rains"


def test_a_doc_without_records_has_none() -> None:
    assert Doc(spacy.blank("en").vocab, words=["It"])._.mentions == []


def test_a_doc_cut_from_another_has_none_of_its_records(doc: Doc) -> None:
    assert doc[3:6].as_doc(copy_user_data=True)._.quotes == []


def test_ids_of_spans_sort_in_reading_order() -> None:
    ids = [span_id("d", "q", 9, 12), span_id("d", "q", 10, 11), span_id("d", "q", 100, 101)]
    assert ids == sorted(ids)


def test_a_clean_span_knows_its_raw_span() -> None:
    clean = CleanText("d", "ab", OffsetMap((0, 3), (1, 4)))
    assert clean.span(0, 2) == {"start": 0, "end": 2, "raw_start": 0, "raw_end": 4}
    assert clean.offsets.to_clean(1, 3) is None
    with pytest.raises(ValueError, match="no span"):
        clean.span(1, 1)
