"""Word pieces, and the windows that they are read in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from pipeline.language.pieces import CASES, LONGEST_WORD, WINDOW, Pieces, cuts, kind

VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", "rain", "##s", "oslo", ".", "a", "##a"]


def make_pieces() -> Pieces:
    tokenizer = Tokenizer(WordPiece({piece: i for i, piece in enumerate(VOCABULARY)}))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return Pieces(tokenizer.to_str())


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return make_pieces()


def test_a_window_holds_the_pieces_of_its_words_between_two_marks(pieces: Pieces) -> None:
    (window,) = pieces.windows(["Oslo", "rains", "."], [True, False, False])
    assert [VOCABULARY[i] for i in window.ids] == ["[CLS]", "oslo", "rain", "##s", ".", "[SEP]"]
    assert window.firsts.tolist() == [1, 2, 4]
    assert window.kinds.tolist() == [0, 2 + CASES, 1 + CASES, 1 + CASES, 0, 0]


def test_white_space_and_unknown_words_have_one_piece(pieces: Pieces) -> None:
    assert [VOCABULARY[i] for word in ("\n\n", "Ünheard", "🙂") for i in pieces.of(word)] == ["[SEP]", "[UNK]", "[UNK]"]


def test_of_a_very_long_word_the_beginning_is_read(pieces: Pieces) -> None:
    assert len(pieces.of("a" * 5000)) == LONGEST_WORD


def test_padding_of_a_stored_tokenizer_is_put_off(pieces: Pieces) -> None:
    tokenizer = Tokenizer.from_str(pieces.definition)
    tokenizer.enable_padding(length=128)
    assert Pieces(tokenizer.to_str()).of("oslo") == pieces.of("oslo")


def test_a_vocabulary_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no piece \[CLS\]"):
        Pieces(json.dumps(json.loads(Tokenizer(WordPiece({"[UNK]": 0})).to_str())))


@pytest.mark.parametrize(
    ("word", "case"), [("rain", 1), ("Oslo", 2), ("A", 2), ("NATO", 3), ("McBride", 4), ("G7", 5), ("“", 0), ("\n", 0)]
)
def test_kinds_tell_case_and_spacing(word: str, case: int) -> None:
    assert kind(word, spaced=False) == case
    assert kind(word, spaced=True) == case + CASES


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["rain", ".", "\n\n", "”"]), max_size=80), st.integers(LONGEST_WORD, 40))
def test_windows_follow_one_another_and_are_not_too_long(words: list[str], longest: int) -> None:
    lengths = [1 + len(word) for word in words]
    found = list(cuts(words, lengths, longest))
    assert [i for start, end in found for i in range(start, end)] == list(range(len(words)))
    assert all(sum(lengths[start:end]) <= longest for start, end in found)


def test_windows_end_with_a_paragraph_or_else_with_a_sentence() -> None:
    sentence = ["rain"] * 9 + ["."]
    assert next(cuts(sentence * 3, [1] * 30, 28)) == (0, 20)
    assert next(cuts([*sentence, *sentence[:-1], "\n\n", *sentence], [1] * 30, 28)) == (0, 20)
    assert next(cuts([*sentence, "”", *sentence], [1] * 21, 10)) == (0, 10)
    assert next(cuts(["rain"] * 300, [1] * 300)) == (0, WINDOW)
