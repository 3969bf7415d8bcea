from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.marks import BREAK, Mark, paragraphs, pieces

LENGTH = 20
SPANS = st.lists(st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH), st.sampled_from(["quote", "agrees"])))
TEXT = st.text(alphabet="ab\n", min_size=LENGTH, max_size=LENGTH)


def marks(spans: list[tuple[int, int, str]]) -> list[Mark]:
    return [Mark(s, e, kind, number) for number, (s, e, kind) in enumerate(spans) if s < e]


@given(text=TEXT, spans=SPANS)
def test_pieces_put_together_are_the_text_and_each_mark(text: str, spans: list[tuple[int, int, str]]) -> None:
    found = pieces(text, marks(spans))
    assert "".join(piece.text for piece in found) == text
    for mark in marks(spans):
        assert "".join(piece.text for piece in found if mark in piece.marks) == text[mark.start : mark.end]
    assert sorted(mark for piece in found for mark in piece.begins) == sorted(marks(spans))


@given(text=TEXT, spans=SPANS)
def test_paragraphs_are_the_text_without_what_lies_between(text: str, spans: list[tuple[int, int, str]]) -> None:
    found = paragraphs(text, marks(spans))
    for paragraph in found:
        words = "".join(piece.text for piece in paragraph.pieces)
        assert text[paragraph.start :].startswith(words)
    assert sorted(m for p in found for piece in p.pieces for m in piece.begins) == sorted(marks(spans))


def test_without_marks_a_text_is_cut_at_blank_lines() -> None:
    found = paragraphs(f"one{BREAK}two\nthree", [])
    assert [(p.start, [piece.text for piece in p.pieces]) for p in found] == [(0, ["one"]), (5, ["two\nthree"])]


def test_where_marks_overlap_both_are_told_and_the_shorter_claim_gives_the_colour() -> None:
    found = pieces("one two three", [Mark(0, 13, "agrees", 1), Mark(4, 7, "conflicts", 2), Mark(4, 13, "quote", 3)])
    assert [(piece.text, piece.classes, piece.numbers) for piece in found] == [
        ("one ", "agrees", "1"),
        ("two", "quote conflicts", "2 3 1"),
        (" three", "quote agrees", "3 1"),
    ]
