from __future__ import annotations

import codecs
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.decoding import decode
from pipeline.records import Rejected

TEXT = "“It’s a naïve plan,” the mayor said – and left. It cost €60 million. "


def test_utf8() -> None:
    assert decode(TEXT.encode()) == (TEXT, "utf-8", "utf8")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding)) == (TEXT, encoding, "bom")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, encoding, "detected")


@pytest.mark.parametrize("times", [1, 100])
def test_windows_1252_short_and_long(times: int) -> None:
    assert decode((TEXT * times).encode("cp1252")) == (TEXT * times, "cp1252", "cp1252")


def test_few_marks_of_windows_1252_in_a_long_text_are_not_lost() -> None:
    text = "The mayor left the town. " * 400 + "It’s over."
    assert decode(text.encode("cp1252")) == (text, "cp1252", "cp1252")


def test_one_damaged_byte_in_utf8_is_replaced() -> None:
    data = (TEXT * 50).encode()
    decoded = decode(data[:700] + b"\xff" + data[700:])
    assert decoded.source == "utf8_repaired"
    assert decoded.text.replace("\ufffd", "") == TEXT * 50


def test_a_stray_nul_is_replaced() -> None:
    decoded = decode(("The mayor left. " * 100 + "\x00").encode())
    assert decoded.text.endswith(". \ufffd")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"%PDF-1.7 text",
        b"PK\x03\x04abc",
        b"abc\x00\x00\x00\x00abc",
        b"text with\x01\x02\x03\x04\x05\x06 control characters",
        bytes(range(32)) * 20,
    ],
)
def test_binary(data: bytes) -> None:
    with pytest.raises(Rejected) as caught:
        decode(data)
    assert caught.value.reason == "binary"


def test_noise_is_refused() -> None:
    with pytest.raises(Rejected) as caught:
        decode(hashlib.shake_128(b"noise").digest(4000))
    assert caught.value.reason in ("binary", "undecodable")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)))
def test_nothing_but_text_comes_through(data: bytes) -> None:
    try:
        text = decode(data).text
    except Rejected:
        return
    assert "\x00" not in text
    text.encode("utf-8")
