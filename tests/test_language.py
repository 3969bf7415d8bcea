"""Loading language models: the bundled one and the user's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline import language
from pipeline.language import COMPONENTS, ModelError, load_model

QUOTED = "“We will mend the bridge,” the mayor said. Rain fell on Oslo."
TOWNS = ("Reykjavik", "Wellington", "Reykjavik", "Ouagadougou")


def test_components_stand_in_their_order(nlp: Language) -> None:
    names = nlp.pipe_names
    assert names.index("sentence_breaks") < names.index("parser")
    assert names[-len(COMPONENTS) :] == list(COMPONENTS)


def test_noun_chunks_and_triples(nlp: Language) -> None:
    from textacy.extract import direct_quotations, subject_verb_object_triples

    doc = nlp("The old mayor signed a new treaty.")
    assert [chunk.text for chunk in doc.noun_chunks] == ["The old mayor", "a new treaty"]
    triple = next(iter(subject_verb_object_triples(doc)))
    assert ([t.text for t in triple.subject], [t.text for t in triple.verb]) == (["mayor"], ["signed"])
    quotation = next(iter(direct_quotations(nlp(QUOTED))))
    assert [t.text for t in quotation.cue] == ["said"]


def test_in_a_memory_zone_the_words_of_a_text_are_forgotten(nlp: Language) -> None:
    def told(text: str) -> tuple[list[tuple[str, str]], list[str]]:
        doc = nlp(text)
        return [(ent.text, ent.label_) for ent in doc.ents], [claim.text for claim in doc.spans["claims"]]

    texts = [f"The mayor of {town} met Anna W{'o' * n}lk in Brussels on Monday." for n, town in enumerate(TOWNS, 2)]
    told("The mayor of Oslo met Anna Berg in Rome on Monday.")  # spaCy keeps the features of words for good
    known = len(nlp.vocab.strings)
    zoned = []
    for text in texts:
        with nlp.memory_zone():
            zoned.append(told(text))
    assert len(nlp.vocab.strings) == known
    assert zoned == [told(text) for text in texts]


def test_sentences_hold_their_quotation_and_the_break_after_them(nlp: Language) -> None:
    doc = nlp(f"{QUOTED}\n\nNobody slept.")
    assert [sentence.text.strip() for sentence in doc.sents][-1] == "Nobody slept."
    assert not any(sentence[0].is_space for sentence in doc.sents)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "??", "Привет 🙂", "\n\n\n\na"])
def test_odd_texts_pass(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_labels_are_those_of_spacys_english_models(nlp: Language) -> None:
    labels = set(nlp.get_pipe("parser").labels)
    assert {"nsubj", "nsubjpass", "dobj", "attr", "prep", "pobj", "agent", "ccomp", "relcl"} <= labels
    assert not any(":" in label for label in labels)


def test_a_model_of_the_users(tmp_path: Path) -> None:
    spacy.load(language.BUNDLED, exclude=["lemmatizer"]).to_disk(tmp_path / "mine")
    own = load_model(str(tmp_path / "mine"))
    assert "lemmatizer" not in own.pipe_names
    assert set(COMPONENTS) <= set(own.pipe_names)


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no ner and no parser and no tagger"):
        load_model(str(tmp_path / "blank"))


def test_a_missing_model_says_how_to_get_it() -> None:
    with pytest.raises(ModelError, match="spacy download en_no_such_model"):
        load_model("en_no_such_model")


def test_a_damaged_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "en_corroborate"
    shutil.copytree(language.BUNDLED, copy)
    weights = copy / "tagger" / "model"
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    monkeypatch.setattr(language, "BUNDLED", copy)
    with pytest.raises(ModelError, match="tagger/model"):
        load_model()


def test_a_missing_bundle_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "BUNDLED", tmp_path / "nowhere")
    with pytest.raises(ModelError, match="missing"):
        load_model()


@pytest.mark.slow
def test_components_are_there_by_name_without_an_import_of_ours() -> None:
    names = ("sentence_breaks", "asides", "numeric_entities", "entity_lexicon", "coref", "quotes", "claims")
    code = f"import spacy; nlp = spacy.blank('en'); [nlp.add_pipe(name) for name in {names}]; print(nlp.pipe_names)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(list(names))
