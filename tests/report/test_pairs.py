from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.pairs import A_DOCUMENT, IN_ALL, Joined, chosen, joined
from tests.samples import frames, rows

IDS = st.integers(0, 30).map(lambda n: f"d{n:02}")
PAIRS = st.lists(st.tuples(IDS, IDS).filter(lambda pair: pair[0] < pair[1]), unique=True, max_size=300)


def test_a_conflict_weighs_more_than_an_agreement() -> None:
    conflict = rows()["alignments"][0]
    agreement = replace(conflict, alignment_id="x", relation="agrees", doc_a="c", doc_b="d")
    unscored = replace(agreement, alignment_id="y", score=None)
    found = joined(frames({"alignments": [agreement, unscored, conflict]})["alignments"])
    assert [(pair.documents, pair.weight) for pair in found] == [(("a", "b"), 1.8), (("c", "d"), 0.9)]
    assert found[1].counts == {"agrees": 2}
    assert found[0].name == "report/a--b.html"


@given(pairs=PAIRS, n=st.integers(0, 20))
def test_no_document_is_on_many_pages_but_for_what_the_front_page_tells(pairs: list[tuple[str, str]], n: int) -> None:
    given = [Joined(pair, {}, 1.0) for pair in pairs]
    told = set(pairs[:n])
    found = [pair.documents for pair in chosen(given, told)]
    assert told <= set(found)
    assert found == [pair for pair in pairs if pair in set(found)]
    assert len(found) <= max(IN_ALL, len(told))
    for one in {doc_id for pair in set(found) - told for doc_id in pair}:
        alone = sum(one in pair for pair in found)
        assert alone <= max(A_DOCUMENT, sum(one in pair for pair in told))


def test_the_pairs_of_most_weight_have_pages() -> None:
    given = [Joined(("a", other), {}, 1.0) for other in "bcdef"]
    assert [pair.documents[1] for pair in chosen(given, set())] == ["b", "c", "d"]
    assert [pair.documents[1] for pair in chosen(given, {("a", "f")})] == ["b", "c", "f"]
