from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.characters import compose, repair_characters
from pipeline.cleaning.edits import Mapped


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("3\u00a0million\u2009euros\tnow", "3 million euros now"),
        ("co\u00adoper\u200bation\ufeff", "cooperation"),
        ("a\u202eb\u2066c", "abc"),
        ("a\x00b\x07c", "abc"),
        ("a\u200db", "ab"),
        ("\U0001f469\u200d\U0001f680 flew", "\U0001f469\u200d\U0001f680 flew"),
        ("cafe\u0301", "café"),
        ("\u1112\u1161\u11ab", "한"),
        ("Itâ€™s done", "It’s done"),
        ("CafÃ© FranÃ§ais", "Café Français"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_repairs(raw: str, repaired: str) -> None:
    assert repair_characters(Mapped.of(raw)).text == repaired


@pytest.mark.parametrize(
    "text",
    [
        "“open ‘inner’ \"mixed” 'unbalanced",
        "“école” et “PERÚ” ”é",
        "ﬁrst ligature",
        "Ｆｕｌｌ width",
        "naïve café, €60 – “quoted” …",
        "5 × 3 ≠ 16 ± 1°",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert repair_characters(Mapped.of(text)).text == text


def test_a_composed_letter_stands_for_its_parts() -> None:
    text = compose(Mapped.of("cafe\u0301s"))
    assert text.raw_span(3, 4) == (3, 5)
    assert text.raw_span(4, 5) == (5, 6)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ae \u0301\u0323\u0327\u1112\u1161\u11abéñ日"), max_size=30))
def test_compose_gives_normal_form_c(raw: str) -> None:
    assert compose(Mapped.of(raw)).text == unicodedata.normalize("NFC", raw)
