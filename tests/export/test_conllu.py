import re

import conllu
import pytest
from conllu import TokenList
from spacy.lang.en import English
from spacy.parts_of_speech import NAMES
from spacy.tokens import Doc

from pipeline.export.conllu import _heads, write
from pipeline.tables import Tables

UPOS = frozenset(NAMES.values()) - {"", "SPACE", "CONJ", "EOL"}
ESCAPES = {r"\s": " ", r"\n": "\n", r"\t": "\t", r"\r": "\r", r"\p": "|", r"\\": "\\"}


@pytest.fixture(scope="module")
def sentences(made: Tables, tmp_path_factory: pytest.TempPathFactory) -> list[TokenList]:
    path = tmp_path_factory.mktemp("conllu") / "all.conllu"
    write(made, path)
    return conllu.parse(path.read_text(encoding="utf-8"))


def space_after(misc: dict[str, str] | None) -> str:
    """The white space that MISC tells of."""
    misc = misc or {}
    told = re.sub(r"\\.", lambda match: ESCAPES[match[0]], misc.get("SpacesAfter", " "))
    return "" if misc.get("SpaceAfter") == "No" else told


@pytest.mark.slow
def test_the_sentences_are_those_of_the_tables_in_their_documents(sentences: list[TokenList], made: Tables) -> None:
    assert [s.metadata["sent_id"] for s in sentences] == made.sentences["sentence_id"].tolist()
    documents = [s.metadata["newdoc id"] for s in sentences if "newdoc id" in s.metadata]
    assert documents == made.documents["doc_id"].tolist()
    assert "not Universal Dependencies" in sentences[0].metadata["labels"]
    paragraphs = sum(len(made.text(doc_id).split("\n\n")) for doc_id in documents)
    assert sum("newpar" in s.metadata for s in sentences) == paragraphs


@pytest.mark.slow
def test_words_and_spaces_make_up_the_text_again(sentences: list[TokenList], made: Tables) -> None:
    texts = dict(zip(made.sentences["sentence_id"], made.sentences["text"], strict=True))
    for sentence in sentences:
        rebuilt = "".join(word["form"] + space_after(word["misc"]) for word in sentence)
        assert rebuilt.rstrip() == texts[sentence.metadata["sent_id"]]
        assert sentence.metadata["text"] == " ".join(rebuilt.split())


@pytest.mark.slow
def test_token_ranges_point_into_the_clean_text(sentences: list[TokenList], made: Tables) -> None:
    doc_id = ""
    for sentence in sentences:
        doc_id = sentence.metadata.get("newdoc id", doc_id)
        for word in sentence:
            start, end = map(int, word["misc"]["TokenRange"].split(":"))
            assert made.text(doc_id)[start:end] == word["form"]


@pytest.mark.slow
def test_every_sentence_is_a_tree_with_one_root(sentences: list[TokenList]) -> None:
    for sentence in sentences:
        heads = {word["id"]: word["head"] for word in sentence}
        assert [word["id"] for word in sentence if word["deprel"] == "root"] == [i for i in heads if not heads[i]]
        assert list(heads.values()).count(0) == 1
        assert {word["upos"] for word in sentence} <= UPOS
        for word in heads:
            path = [word]
            while path[-1]:
                path.append(heads[path[-1]])
                assert len(path) <= len(heads) + 1


@pytest.mark.slow
def test_names_are_those_of_the_tables(sentences: list[TokenList], made: Tables) -> None:
    found, doc_id = [], ""
    for sentence in sentences:
        doc_id = sentence.metadata.get("newdoc id", doc_id)
        for word in sentence:
            tag, start = word["misc"].get("ner", ""), int(word["misc"]["TokenRange"].split(":")[0])
            if tag.startswith("B-"):
                found.append((doc_id, start, tag[2:], word["misc"].get("EntityId")))
            assert not tag.startswith("I-") or found[-1][2] == tag[2:]
    names = made.mentions[made.mentions["method"] != "coref"]
    entities = names["entity_id"].astype(object).where(names["entity_id"].notna(), None)
    assert found == list(zip(names["doc_id"], names["start"], names["label"], entities, strict=True))


def test_white_space_in_the_parse_is_skipped_and_there_is_one_root_still() -> None:
    vocab = English().vocab
    between = Doc(vocab, ["We", " ", "went"], heads=[1, 2, 2], deps=["nsubj", "dep", "ROOT"])
    assert _heads([between[0], between[2]]) == [2, 0]
    on_top = Doc(vocab, ["Yes", "\n", "No"], heads=[1, 1, 1], deps=["dep", "ROOT", "dep"])
    assert _heads([on_top[0], on_top[2]]) == [0, 1]
