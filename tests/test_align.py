"""Alignment on rows made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment import joining
from pipeline.alignment.documents import STORY_SIGNALS, document_profiles
from pipeline.alignment.features import FEATURES, DocumentPair, compare_claims
from pipeline.alignment.profiles import profiles, units_of
from pipeline.alignment.quantities import compare
from pipeline.alignment.relations import RELATIONS, SIGNALS, Judge, Relation, relation
from pipeline.alignment.relations import bundled as bundled_judge
from pipeline.alignment.scoring import Regression, Scorer, bundled
from pipeline.alignment.vocabulary import are_opposites, canonical, rarity, stem
from pipeline.naming.quantities import bound_of
from pipeline.schema import Alignment, Claim, ClaimEntity, Document, Entity, Quantity
from pipeline.stages.align import Aligned, align

STOP = frozenset(("the", "a", "in", "of", "by", "on", "with", "and", "has", "not", "will", "to", "for", "was"))
PEOPLE = {"Ada": "e-ada", "Rosa": "e-rosa", "Lima": "e-lima", "Oslo": "e-oslo"}
LENIENT = Scorer(
    Regression((1.0,) * len(STORY_SIGNALS), 0.0),
    Regression(tuple(4.0 if name == "jaccard" else 0.0 for name in FEATURES), -1.0),
    Regression((*(4.0 if name == "jaccard" else 0.0 for name in FEATURES), 0.0), -1.0),  # whatever is read in them
    0.35,
)


# a judge that tells agreement from elaboration by what the claims share, and knows no conflict of its own
PLAIN = Judge(
    np.zeros((len(RELATIONS), len(SIGNALS) + 1)), np.array([(s == "jaccard") * -8.0 for s in SIGNALS] + [5.6]), 1.1
)


def claim(doc_id: str, start: int, text: str, lemma: str = "", **fields: Any) -> Claim:
    """A claim whose subject is its first word and whose object is its last."""
    words = text.split()
    row = Claim(
        claim_id=f"{doc_id}:c{start}-{start + len(text)}",
        doc_id=doc_id,
        sentence_id=f"{doc_id}:s{start}-{start + len(text)}",
        text=text,
        subject=words[0],
        predicate=words[1],
        object=words[-1],
        subject_entity_id=PEOPLE.get(words[0]),
        object_entity_id=PEOPLE.get(words[-1]),
        subject_mention_id=None,
        object_mention_id=None,
        predicate_lemma=lemma or words[1],
        polarity="affirmed",
        modality="asserted",
        attributed_to=None,
        attributed_entity_id=None,
        quote_id=None,
        terms=" ".join(w.lower() for w in words if w not in PEOPLE and w not in STOP),
        confidence=None,
        start=start,
        end=start + len(text),
        raw_start=start,
        raw_end=start + len(text),
    )
    return replace(row, **fields)


def entities_of(claims: Sequence[Claim]) -> list[ClaimEntity]:
    return [
        ClaimEntity(claim_id=c.claim_id, entity_id=PEOPLE[word], role="other")
        for c in claims
        for word in dict.fromkeys(c.text.split())
        if word in PEOPLE
    ]


def amount(of: Claim, text: str, value: float | None, unit: str | None, kind: str = "count") -> Quantity:
    start = of.start + of.text.index(text)
    end = start + len(text)
    return Quantity(
        claim_id=of.claim_id,
        text=text,
        value=value,
        unit=unit,
        kind=kind,  # type: ignore[arg-type]
        bound=bound_of(text),
        start=start,
        end=end,
        raw_start=start,
        raw_end=end,
    )


def document(doc_id: str) -> Document:
    return Document(
        doc_id=doc_id,
        source=f"The {doc_id}",
        title=None,
        authors=None,
        published=None,
        url=None,
        lang="en",
        raw_path=f"{doc_id}.txt",
        raw_sha256="",
        clean_sha256="",
        encoding="utf-8",
        encoding_source="utf8",
        n_chars=1,
        n_sentences=1,
        n_tokens=1,
    )


ENTITIES = [
    Entity(entity_id=i, name=name, label="PERSON", country_code=None, wikidata_id=None, n_mentions=1, n_documents=1)
    for name, i in PEOPLE.items()
]


def aligned(claims: Sequence[Claim], scorer: Scorer = LENIENT, amounts: Sequence[Quantity] = ()) -> list[Alignment]:
    documents = [document(doc_id) for doc_id in sorted({c.doc_id for c in claims})]
    return align(documents, claims, entities_of(claims), (), amounts, ENTITIES, scorer=scorer).alignments


def related(first: Claim, second: Claim, amounts: Sequence[Quantity] = ()) -> tuple[str, str | None]:
    found = profiles([first, second], entities_of([first, second]), amounts, units_of(ENTITIES))
    of_document = document_profiles(found)
    documents = DocumentPair(of_document[first.doc_id], of_document[second.doc_id])
    told = relation(compare_claims(found[0], found[1], documents), {"e:e-lima": "Lima"}, PLAIN)
    return told.kind, told.cue.words if told.cue is not None else None


NEWS = [
    claim("a", 0, "Ada signed the harbour treaty with Rosa", "sign"),
    claim("a", 100, "Rosa visited Oslo in winter", "visit"),
    claim("a", 200, "Lima bought seven icebreakers", "buy"),
    claim("b", 0, "Ada signed a harbour pact with Rosa", "sign"),
    claim("b", 100, "Lima purchased nine icebreakers", "purchase"),
    claim("b", 200, "Rosa sang old songs", "sing"),
    claim("c", 0, "Ada sold an orchard", "sell"),
    claim("c", 100, "Lima bought icebreakers", "buy"),
]


def pairs(rows: Sequence[Alignment]) -> set[tuple[str, str]]:
    return {(row.claim_a, row.claim_b) for row in rows}


def test_same_event_is_aligned_and_a_shared_name_alone_is_not() -> None:
    rows = aligned(NEWS[:6])
    assert pairs(rows) == {("a:c0-39", "b:c0-35"), ("a:c200-229", "b:c100-131")}
    first = rows[0]
    assert (first.relation, first.shared_entities) == ("agrees", "Ada; Rosa")
    assert (first.source_a, first.source_b) == ("The a", "The b")
    assert first.cluster_id == "a:c0-39"


def test_claims_aligned_with_one_another_are_one_cluster() -> None:
    rows = [row for row in aligned(NEWS) if row.cluster_id == "a:c200-229"]
    assert {row.claim_b for row in rows} == {"b:c100-131", "c:c100-123"}


def test_order_of_input_changes_nothing() -> None:
    assert aligned(NEWS) == aligned(NEWS[::-1])


def test_swapping_the_documents_mirrors_the_pairs() -> None:
    renamed = {"a": "z", "b": "b"}
    swapped = [claim(renamed[c.doc_id], c.start, c.text, c.predicate_lemma) for c in NEWS[:6]]
    there, back = aligned(NEWS[:6]), aligned(swapped)
    assert {(x.replace("z:", "a:"), y) for y, x in pairs(back)} == pairs(there)
    assert sorted(row.score or 0 for row in back) == pytest.approx(sorted(row.score or 0 for row in there), abs=1e-9)
    assert sorted(row.relation for row in back) == sorted(row.relation for row in there)


def test_unrelated_document_changes_no_row_of_the_others() -> None:
    other = [claim("z", 0, "Crows ate the barley"), claim("z", 50, "Farmers planted turnips")]
    assert aligned([*NEWS, *other]) == aligned(NEWS)


@given(st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_higher_threshold_only_removes_pairs(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert pairs(aligned(NEWS, replace(LENIENT, threshold=high))) <= pairs(
        aligned(NEWS, replace(LENIENT, threshold=low))
    )


WORDS = st.sampled_from(("Ada", "Rosa", "Lima", "treaty", "pact", "icebreaker", "harbour", "signed", "sold", "winter"))
CLAIMS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.lists(WORDS, min_size=3, max_size=6)),
    max_size=14,
    unique_by=lambda c: (c[0], c[1]),
).map(lambda rows: [claim(d, 10 * place, " ".join(words)) for d, place, words in rows])


@given(CLAIMS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_any_claims_give_the_same_rows_in_any_order(claims: list[Claim], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    rows = aligned(claims, replace(LENIENT, threshold=0.0))
    assert rows == aligned(shuffled, replace(LENIENT, threshold=0.0))
    assert all(row.doc_a < row.doc_b for row in rows)
    assert len({row.alignment_id for row in rows}) == len(rows)
    for row in rows:
        assert row.score is not None
        assert 0 <= row.score <= 1
        assert 0 <= row.similarity <= 1


def test_inner_claim_is_preferred_to_the_one_around_it() -> None:
    outer = claim("a", 0, "Papers show Ada signed the harbour treaty with Rosa", "show")
    inner = claim("a", 12, "Ada signed the harbour treaty with Rosa", "sign")
    assert pairs(aligned([outer, inner, NEWS[3]])) == {(inner.claim_id, NEWS[3].claim_id)}


def test_who_somebody_is_does_not_tell_what_they_did() -> None:
    berg = claim("b", 0, "Ada the mayor of Lima", "be", kind="appositive")
    assert aligned([claim("a", 0, "Ada the mayor fled Lima", "flee"), berg]) == []
    assert len(aligned([claim("a", 0, "Ada was the mayor of Lima", "be"), berg])) == 1


@pytest.mark.parametrize(
    ("one", "other", "lemma", "shown"),
    [
        ("herring moved slowly north", "cold moved slowly north", "move", 0),
        ("prices rose in spring", "tensions rose in spring", "rise", 0),
        ("herring moved slowly north", "herring moved slowly north", "move", 1),
        ("herring crossed borders", "cold crossed borders", "cross", 1),  # what few things do
        ("Ada moved north", "Ada moved north", "move", 1),
    ],
)
def test_what_much_does_is_one_matter_only_of_one_thing(one: str, other: str, lemma: str, shown: int) -> None:
    assert len(aligned([claim("a", 0, one, lemma), claim("b", 0, other, lemma)])) == shown
    said = {"attributed_to": "Ada", "attributed_entity_id": PEOPLE["Ada"]}
    assert len(aligned([claim("a", 0, one, lemma, **said), claim("b", 0, other, lemma, **said)])) == 1


def test_a_phrase_must_say_more_than_a_clause_and_an_amount_counts_for_it() -> None:
    few = [claim(doc_id, 0, "Ada sale", "sell", kind="nominal") for doc_id in "ab"]
    assert aligned(few) == []
    assert len(aligned([replace(one, kind="main") for one in few])) == 1
    assert len(aligned(few, amounts=[amount(one, "sale", 14.0, "ship") for one in few])) == 1


@pytest.mark.parametrize(
    ("kind", "chance", "shown"), [("conflicts", 0.9, 1), ("conflicts", 0.2, 0), ("agrees", 0.2, 1)]
)
def test_conflicts_are_shown_where_they_are_likely(
    monkeypatch: pytest.MonkeyPatch, kind: str, chance: float, shown: int
) -> None:
    """A count of dead in one article and another one in an article on what happened years ago."""
    monkeypatch.setattr(joining, "relation", lambda *_: Relation(kind, None, None, chance))  # type: ignore[arg-type]
    assert len(aligned([NEWS[0], NEWS[3]])) == shown


def test_nothing_gives_nothing() -> None:
    assert align([], []) == Aligned([], [], [], [], [])


def test_bundled_weights_fit_the_features() -> None:
    assert len(bundled().claims.coefficients) == len(FEATURES)
    assert len(bundled().story.coefficients) == len(STORY_SIGNALS)
    assert bundled_judge().weights.shape == (len(RELATIONS), len(SIGNALS) + 1)


def test_longer_claim_elaborates() -> None:
    short = claim("a", 0, "Lima bought icebreakers", "buy", object="icebreakers")
    long = claim("b", 0, "Lima bought icebreakers for polar research by winter", "buy", object="research")
    assert related(short, long) == ("elaborates", None)


def test_negation_of_the_same_predicate_conflicts() -> None:
    first = claim("a", 0, "Lima supplied grain", "supply", predicate="has supplied")
    second = claim("b", 0, "Lima supplied grain", "supply", predicate="has not supplied", polarity="negated")
    kind, differing = related(first, second)
    assert kind == "conflicts"
    assert differing == "affirmed against negated: has supplied against has not supplied"


def test_negation_of_another_predicate_does_not_conflict() -> None:
    first = claim("a", 0, "Lima supplied grain", "supply")
    second = claim("b", 0, "Lima wanted grain", "want", polarity="negated")
    assert related(first, second)[0] != "conflicts"


def test_what_might_have_been_does_not_conflict_with_what_was() -> None:
    first = claim("a", 0, "Lima supplied grain", "supply")
    second = claim("b", 0, "Lima supplied grain", "supply", polarity="negated", modality="conditional")
    assert related(first, second)[0] != "conflicts"


def test_opposites_conflict() -> None:
    first = claim("a", 0, "Rosa confirmed the sale of grain", "confirm", predicate="confirmed")
    second = claim("b", 0, "Rosa denied the sale of grain", "deny", predicate="denied")
    assert related(first, second) == ("conflicts", "confirmed against denied")


def test_modality_alone_does_not_conflict() -> None:
    first = claim("a", 0, "Lima supplied grain", "supply")
    second = claim("b", 0, "Lima supplied grain", "supply", modality="possible")
    assert related(first, second) == ("agrees", None)


def test_counts_of_one_noun_conflict() -> None:
    first = claim("a", 0, "Lima bought seven icebreakers", "buy")
    second = claim("b", 0, "Lima purchased nine icebreakers", "purchase")
    amounts = [amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "icebreaker")]
    assert related(first, second, amounts) == ("conflicts", "seven against nine (icebreaker)")


def test_counts_of_two_nouns_do_not_conflict() -> None:
    first = claim("a", 0, "Lima bought seven icebreakers", "buy")
    second = claim("b", 0, "Lima bought nine tugs and icebreakers", "buy")
    amounts = [amount(first, "seven", 7, "icebreaker"), amount(second, "nine", 9, "tug")]
    assert related(first, second, amounts)[0] != "conflicts"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("3.6 billion USD", 3.6e9, "USD", "money"), ("5 billion USD", 5e9, "USD", "money"), True),
        (("3.6 billion USD", 3.6e9, "USD", "money"), ("4 billion USD", 4e9, "USD", "money"), False),
        (("3.6 billion USD", 3.6e9, "USD", "money"), ("5 billion EUR", 5e9, "EUR", "money"), False),
        (("12 %", 12.0, "%", "percent"), ("15 %", 15.0, "%", "percent"), True),
        (("12", 12.0, None, "count"), ("15", 15.0, None, "count"), False),
        (("at least 10", 10.0, "person", "count"), ("at least three", 3.0, "person", "count"), False),
        (("at least 10", 10.0, "person", "count"), ("three", 3.0, "person", "count"), True),
        (("10", 10.0, "person", "count"), ("at least three", 3.0, "person", "count"), False),
        (("up to 10", 10.0, "person", "count"), ("three", 3.0, "person", "count"), False),
        (("3 May", None, None, "date"), ("5 May", None, None, "date"), True),
        (("3-6 May", None, None, "date"), ("5 May", None, None, "date"), False),
        (("May 2019", 2019.0, None, "date"), ("2020", 2020.0, None, "date"), True),
        (("Monday", None, None, "date"), ("3 May", None, None, "date"), False),
        (("two years", 2.0, "year", "date"), ("2019", 2019.0, None, "date"), False),
    ],
)
def test_amounts_differ_only_like_with_like_and_beyond_rounding(one: Any, other: Any, differ: bool) -> None:
    first, second = claim("a", 0, f"Lima paid {one[0]}"), claim("b", 0, f"Lima paid {other[0]}")
    found = compare([amount(first, *one)], [amount(second, *other)])
    assert bool(found.different) is differ
    assert bool(compare([amount(second, *other)], [amount(first, *one)]).different) is differ


def test_words_of_one_family_and_synonyms_are_one() -> None:
    assert stem("assistance") == stem("assist")
    assert canonical("pact") == canonical("treaty") == canonical("agreement")
    assert canonical("harbour") != canonical("treaty")


@pytest.mark.parametrize(("word", "other"), [("plan", "plane"), ("county", "counter"), ("treatment", "treaty")])
def test_a_word_that_only_looks_like_a_synonym_is_none(word: str, other: str) -> None:
    assert canonical(word) != canonical(other)


def test_opposites_hold_both_ways() -> None:
    assert are_opposites("deny", "confirm")
    assert are_opposites("confirm", "deny")


def test_rare_words_weigh_more() -> None:
    assert rarity("icebreaker") > rarity("say")
