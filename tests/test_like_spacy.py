"""The bundled model answers as spaCy's own English pipelines do, for those who know them."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.glossary import GLOSSARY
from spacy.language import Language
from spacy.matcher import DependencyMatcher, Matcher, PhraseMatcher
from spacy.tokens import Doc, DocBin, Token
from spacy.util import load_model_from_config
from textacy.extract.triples import direct_quotations, semistructured_statements, subject_verb_object_triples

ARTICLE = (
    "Anna Berg sold the shipyard to Siemens in March. "
    "“We could not pay the workers,” she said.\n\n"
    "The buyers paid $2.5 million and will keep the name."
)
TEXTS = [ARTICLE, "Rain fell on Oslo.", "", "The crew repaired the engine while the captain slept.", ARTICLE[::-1]]


def words(tokens: Iterable[Token]) -> str:
    return " ".join(token.text for token in tokens)


@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        (
            "The quiet engineer repaired two old bridges near the harbor.",
            ["The quiet engineer/engineer nsubj repaired", "two old bridges/bridges dobj repaired",
             "the harbor/harbor pobj near"],
        ),
        (
            "Heavy snow closed the mountain roads on Friday.",
            ["Heavy snow/snow nsubj closed", "the mountain roads/roads dobj closed", "Friday/Friday pobj on"],
        ),
        (
            "The new law was signed by the president.",
            ["The new law/law nsubjpass signed", "the president/president pobj by"],
        ),
        (
            "Farmers and fishermen blocked the main road.",
            ["Farmers/Farmers nsubj blocked", "fishermen/fishermen conj Farmers", "the main road/road dobj blocked"],
        ),
        (
            "She gave her sister a red bicycle.",
            ["She/She nsubj gave", "her sister/sister dative gave", "a red bicycle/bicycle dobj gave"],
        ),
        ("The minister is a former teacher.", ["The minister/minister nsubj is", "a former teacher/teacher attr is"]),
        (
            "Norway's parliament approved the budget.",
            ["Norway's parliament/parliament nsubj approved", "the budget/budget dobj approved"],
        ),
        (
            "The woman who lost the vote congratulated the winner.",
            ["The woman/woman nsubj congratulated", "who/who nsubj lost", "the vote/vote dobj lost",
             "the winner/winner dobj congratulated"],
        ),
        (
            "Ivan Petrov, the head of the union, refused the offer.",
            ["Ivan Petrov/Petrov nsubj refused", "the head/head appos Petrov", "the union/union pobj of",
             "the offer/offer dobj refused"],
        ),
    ],
)  # fmt: skip
def test_noun_chunks(nlp: Language, text: str, chunks: list[str]) -> None:
    found = [f"{c.text}/{c.root.text} {c.root.dep_} {c.root.head.text}" for c in nlp(text).noun_chunks]
    assert found == chunks


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("The house is old and she sold it.", "is AUX ROOT is; old ADJ acomp is; sold VERB conj is"),
        ("There are two roads to the village.", "There PRON expl are; roads NOUN attr are; two NUM nummod roads"),
        (
            "She said that the road was closed.",
            "that SCONJ mark closed; closed VERB ccomp said",
        ),
        ("They tried to open the gate.", "open VERB xcomp tried; to PART aux open"),
        ("The man who owns the shop is ill.", "who PRON nsubj owns; owns VERB relcl man"),
        (
            "The letter written by her brother was lost.",
            "written VERB acl letter; by ADP agent written; her PRON poss brother",
        ),
        ("He left last week, when the rain stopped.", "week NOUN npadvmod left; stopped VERB advcl left"),
        ("The union turned down the offer.", "down ADP prt turned"),
        ("All the children gave their money to the school.", "All DET predet children; to ADP dative gave"),
        (
            "Both Norway and Iceland agreed.",
            "Both CCONJ preconj Norway; Iceland PROPN conj Norway",
        ),
        ("The state paid $2.5 million.", "$ SYM quantmod million; 2.5 NUM compound million; million NUM dobj paid"),
        ("The three-year-old girl did not sleep.", "old ADJ amod girl; year NOUN npadvmod old; not PART neg sleep"),
        ("The idea of leaving Oslo frightened her.", "of ADP prep idea; leaving VERB pcomp of"),
        ("When the rain stopped, the crew left.", ", PUNCT punct left"),
        ("Oslo, the capital, is growing.", ", PUNCT punct Oslo; capital NOUN appos Oslo"),
        ("The United States sent ships to New York.", "United PROPN compound States; New PROPN compound York"),
        ("The Supreme Court rejected the appeal.", "Supreme PROPN compound Court"),
    ],
)
def test_parts_of_speech_and_dependencies(nlp: Language, text: str, parsed: str) -> None:
    found = {f"{token.text} {token.pos_} {token.dep_} {token.head.text}" for token in nlp(text)}
    assert set(parsed.split("; ")) <= found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ([{"LEMMA": "love", "POS": "VERB"}, {"POS": "NOUN"}], "She loves music, but her brother loved trains.",
         ["loves music", "loved trains"]),
        ([{"ENT_TYPE": "ORG"}], "Siemens sold the factory to Volkswagen.", ["Siemens", "Volkswagen"]),
        ([{"IS_PUNCT": True}], "After the vote, the minister resigned.", [",", "."]),
        ([{"LEMMA": "be"}, {"POS": "ADV", "OP": "*"}, {"POS": "ADJ"}], "The river was very cold.", ["was very cold"]),
        ([{"POS": "ADJ", "OP": "+"}, {"POS": "NOUN"}], "The small wooden boat sank.", ["small wooden boat"]),
        ([{"POS": "PROPN", "OP": "+"}, {"LEMMA": "visit"}], "Anna Berg visited Oslo.", ["Anna Berg visited"]),
        ([{"POS": "PROPN", "OP": "+"}], "She moved from New York to South Korea.", ["New York", "South Korea"]),
        ([{"TAG": "MD"}, {"TAG": "VB"}], "The price will rise and wages may fall.", ["will rise", "may fall"]),
        ([{"DEP": "nsubjpass"}], "The road was closed and two bridges were destroyed.", ["road", "bridges"]),
        ([{"MORPH": {"IS_SUPERSET": ["Number=Plur"]}, "POS": "NOUN"}], "The guards opened the gate.", ["guards"]),
        ([{"ENT_TYPE": "GPE"}, {"LOWER": "and"}, {"ENT_TYPE": "GPE"}], "Norway and Iceland signed a treaty.",
         ["Norway and Iceland"]),
    ],
)  # fmt: skip
def test_matcher(nlp: Language, pattern: list[dict[str, object]], text: str, found: list[str]) -> None:
    matcher = Matcher(nlp.vocab, validate=True)
    matcher.add("found", [pattern], greedy="LONGEST")
    assert sorted(span.text for span in matcher(nlp(text), as_spans=True)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ministry published a long report.", [("published", "ministry", "report")]),
        ("Anna Berg founded a small company in Bergen.", [("founded", "Berg", "company")]),
        ("When the storm hit the coast, the navy sent two ships.",
         [("hit", "storm", "coast"), ("sent", "navy", "ships")]),
        ("The report was published by the ministry.", []),
    ],
)  # fmt: skip
def test_dependency_matcher(nlp: Language, text: str, found: list[tuple[str, ...]]) -> None:
    matcher = DependencyMatcher(nlp.vocab, validate=True)
    anchor = {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"POS": "VERB"}}
    children = [
        {"LEFT_ID": "verb", "REL_OP": ">", "RIGHT_ID": dep, "RIGHT_ATTRS": {"DEP": dep}} for dep in ("nsubj", "dobj")
    ]
    matcher.add("acts", [[anchor, *children]])
    doc = nlp(text)
    assert [tuple(doc[i].text for i in ids) for _, ids in matcher(doc)] == found


def test_phrase_matcher_on_lemmas(nlp: Language) -> None:
    matcher = PhraseMatcher(nlp.vocab, attr="LEMMA")
    matcher.add("found", list(nlp.pipe(["trade deal", "sign a treaty"])))
    doc = nlp("Two trade deals failed before Norway signed a treaty.")
    assert [span.text for span in matcher(doc, as_spans=True)] == ["trade deals", "signed a treaty"]


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        ("The crew repaired the engine.", ["crew | repaired | engine"]),
        ("Farmers and fishermen blocked the road.", ["Farmers fishermen | blocked | road"]),
        ("The court has not rejected the appeal.", ["court | has not rejected | appeal"]),
        ("The bill was passed by the senate.", ["bill | was passed | senate"]),
        ("Maria Kovac opened the meeting.", ["Maria Kovac | opened | meeting"]),
        ("The United States sold two ships.", ["United States | sold | ships"]),
        ("The firm bought a ship and sold two ferries.", ["firm | bought | ship", "firm | sold | ferries"]),
        ("The company wants to build a dam.", ["company | wants | to build a dam"]),
        ("The old train arrived on time.", []),
    ],
)
def test_subject_verb_object_triples(nlp: Language, text: str, triples: list[str]) -> None:
    assert [" | ".join(map(words, triple)) for triple in subject_verb_object_triples(nlp(text))] == triples


@pytest.mark.parametrize(
    ("text", "entity", "cue", "fragment"),
    [
        ("The bridge was a gift of the king.", "The bridge", "be", "was | a gift of the king"),
        ("Norway has a long coast.", "Norway", "have", "has | a long coast"),
        ("The mayor promised new schools.", "mayor", "promise", "promised | new schools"),
        ("Anna Berg will become the next director.", "Anna Berg", "become", "will become | the next director"),
        ("The ministry did not publish the report.", "The ministry", "publish", "did not publish | the report"),
        ("The union wants to end the strike.", "[Tt]he union", "want", "wants | to end the strike"),
        ("The storm destroyed the harbor.", "the harbor", "destroy", None),
    ],
)
def test_semistructured_statements(nlp: Language, text: str, entity: str, cue: str, fragment: str | None) -> None:
    statements = semistructured_statements(nlp(text), entity=entity, cue=cue)
    found = [f"{words(statement.cue)} | {words(statement.fragment)}" for statement in statements]
    assert found == ([fragment] if fragment else [])


@pytest.mark.parametrize(
    ("text", "attributed"),
    [
        ('"We will rebuild the school," said Anna Berg.', ["Anna Berg said"]),
        ('The captain said: "Nobody was hurt in the storm."', ["captain said"]),
        ('"The talks have failed," the minister said.', ["minister said"]),
        ('"I never signed that paper," he told the court.', ["he told"]),
        ("“The price is too high,” the farmers claimed.", ["farmers claimed"]),
        ('The mayor added, "This city needs more trains."', ["mayor added"]),
        ('"It was an honest mistake," she admitted. "We are sorry for the delay."', ["she admitted"] * 2),
        ('The play is called "A Night in the Old Harbor".', []),
    ],
)
def test_direct_quotations(nlp: Language, text: str, attributed: list[str]) -> None:
    assert [f"{words(q.speaker)} {words(q.cue)}" for q in direct_quotations(nlp(text))] == attributed


@pytest.mark.parametrize(
    ("text", "word", "morph"),
    [
        ("The ships left the harbor.", "ships", "Number=Plur"),
        ("The ships left the harbor.", "harbor", "Number=Sing"),
        ("The ships left the harbor.", "left", "Tense=Past|VerbForm=Fin"),
        ("The ships left the harbor.", "the", "Definite=Def|PronType=Art"),
        ("Norway exports fish.", "Norway", "Number=Sing"),
        ("Norway exports fish.", "exports", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
        ("She wants to leave.", "She", "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs"),
        ("She wants to leave.", "leave", "VerbForm=Inf"),
        ("They are building a larger dam.", "They", "Case=Nom|Number=Plur|Person=3|PronType=Prs"),
        ("They are building a larger dam.", "building", "Tense=Pres|VerbForm=Part"),
        ("They are building a larger dam.", "a", "Definite=Ind|PronType=Art"),
        ("They are building a larger dam.", "larger", "Degree=Cmp"),
        ("The letter was written by his sister.", "was", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"),
        ("The letter was written by his sister.", "written", "Tense=Past|VerbForm=Part"),
        ("The letter was written by his sister.", "his", "Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs"),
        ("It is the oldest of three bridges.", "oldest", "Degree=Sup"),
        ("It is the oldest of three bridges.", "three", "NumType=Card"),
    ],
)  # fmt: skip
def test_morphology(nlp: Language, text: str, word: str, morph: str) -> None:
    token = next(token for token in nlp(text) if token.text == word)
    expected = dict(feature.split("=") for feature in morph.split("|"))
    assert {name: token.morph.to_dict().get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("The children were running.", "the child be run ."),
        ("She has written two letters.", "she have write two letter ."),
        ("The cities didn't grow.", "the city do not grow ."),
        ("He took the larger boxes.", "he take the large box ."),
        ("I saw them in Paris.", "I see they in Paris ."),
        ("The wolves left the valleys.", "the wolf leave the valley ."),
        ("The meeting lasted two days.", "the meeting last two day ."),
    ],
)
def test_lemmas(nlp: Language, text: str, lemmas: str) -> None:
    assert " ".join(token.lemma_ for token in nlp(text)) == lemmas


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Hale arrived in Oslo.", "He left on Monday."],
        ["The U.S. economy grew by 2.5 percent.", "Exports fell by 0.3 percent."],
        ["She moved to the U.S. in May.", "Her brother stayed in Peru."],
        ['"We are leaving," she said.', '"The road is closed."'],
        ["“Where is the key?” he asked.", "Nobody answered."],
        ["Did the court agree?", "It did not!", "The case goes on."],
        ["Dr. Novak paid $4.75 for the map at 3 p.m. on Friday.", "It was a copy."],
    ],
)
def test_sentences(nlp: Language, sentences: list[str]) -> None:
    doc = nlp(" ".join(sentences))
    assert [sentence.text for sentence in doc.sents] == sentences
    starts = {sentence.start for sentence in doc.sents}
    assert [token.is_sent_start for token in doc] == [token.i in starts for token in doc]


def same(one: Doc, other: Doc) -> bool:
    return one.to_json() == other.to_json()


@pytest.mark.parametrize(("style", "marks"), [("dep", (">nsubj<", ">VERB<")), ("ent", (">PERSON<", ">ORG<", ">DATE<"))])
def test_displacy(nlp: Language, style: str, marks: tuple[str, ...]) -> None:
    html = displacy.render(nlp(ARTICLE), style=style, jupyter=False, minify=True)
    assert all(mark in html for mark in marks)


def test_docs_survive_every_way_of_keeping_them(nlp: Language) -> None:
    doc = nlp(ARTICLE)
    binned = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    copies = [
        Doc(nlp.vocab).from_json(doc.to_json()),
        Doc(nlp.vocab).from_bytes(doc.to_bytes()),
        pickle.loads(pickle.dumps(doc)),  # noqa: S301 - made here
        next(DocBin().from_bytes(binned).get_docs(nlp.vocab)),
    ]
    assert all(same(copy, doc) for copy in copies)
    quoted = [[(quote.speaker_name, str(quote.cue)) for quote in copy._.quotes] for copy in copies[1:]]
    assert quoted == [[("Anna Berg", "said")]] * 3


def test_pipe_gives_what_single_calls_give(nlp: Language) -> None:
    alone = [nlp(text) for text in TEXTS]
    for size in (1, 2, 64):
        assert all(same(*pair) for pair in zip(nlp.pipe(TEXTS, batch_size=size), alone, strict=True))


def test_pipe_hands_contexts_on(nlp: Language) -> None:
    found = [(doc.text, context) for doc, context in nlp.pipe(zip(TEXTS, range(9), strict=False), as_tuples=True)]
    assert found == list(zip(TEXTS, range(len(TEXTS)), strict=True))


@pytest.mark.parametrize("left_out", ["ner", "lemmatizer"])
def test_components_can_be_left_out_for_a_while(nlp: Language, left_out: str) -> None:
    names, whole = nlp.pipe_names, nlp(ARTICLE)
    with nlp.select_pipes(disable=[left_out]):
        assert left_out not in nlp.pipe_names
        part = nlp(ARTICLE)
    assert nlp.pipe_names == names
    assert [(t.tag_, t.dep_, t.head.i) for t in part] == [(t.tag_, t.dep_, t.head.i) for t in whole]


def test_pipe_in_two_processes_gives_what_one_gives(nlp: Language) -> None:
    apart = list(nlp.pipe(TEXTS, n_process=2, batch_size=2))  # to the end: workers wait for ever else
    assert all(same(*pair) for pair in zip(apart, nlp.pipe(TEXTS), strict=True))


def test_every_label_stands_in_the_glossary_of_spacy(nlp: Language) -> None:
    labels = {label for name in ("tagger", "parser", "ner") for label in nlp.pipe_labels[name]}
    assert not labels - set(GLOSSARY) - {"predet"}  # theirs too, and forgotten there


@pytest.mark.slow
def test_a_copy_from_disk_or_bytes_gives_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    from_disk = spacy.load(tmp_path / "copy")
    from_bytes = load_model_from_config(nlp.config, auto_fill=True).from_bytes(nlp.to_bytes())
    for copy in (from_disk, from_bytes, pickle.loads(pickle.dumps(nlp))):  # noqa: S301 - made here
        assert copy.pipe_names == nlp.pipe_names
        assert same(copy(ARTICLE), nlp(ARTICLE))
