"""From bytes to text: how a file is encoded, told by evidence and never by guesswork where evidence exists.

The order is byte order mark, UTF-8, UTF-8 with a few damaged bytes, Windows-1252, and only then a statistical detector:
on short or quote-rich English text detectors are often wrong.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pipeline.records import Rejected
from pipeline.schema import EncodingSource


class Decoded(NamedTuple):
    """A text and how it was decoded; the byte order mark is left out."""

    text: str
    encoding: str
    source: EncodingSource


# The longer marks first: the mark of UTF-32-LE begins with that of UTF-16-LE.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = (
    b"\x89PNG",
    b"\x7fELF",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ\x90",
    b"\xd0\xcf\x11\xe0",
)
MULTI_BYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}|\xc2[\x80-\xbf]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f]")
REPLACEMENT = "\ufffd"
MAX_BAD = 0.001
"""Share of bytes that may be damaged in a UTF-8 file."""
MANY_GOOD = 10
"""Sound sequences of several bytes for each damaged byte that prove UTF-8 as well."""
MAX_CONTROLS = 0.01
MAX_CP1252 = 0.12
"""Share of characters beyond ASCII in English text, dashes and quotation marks included."""
STRAY_NULS, MAX_STRAY_NULS = 3, 0.001
"""NULs that any text may hold, and their share from which a file is no text of one byte a character."""


def decode(data: bytes) -> Decoded:
    """Decode a file.

    Returns:
        Its text, without NULs and lone surrogates, character for character otherwise.

    Raises:
        Rejected: It is no text ("binary") or nobody can tell its encoding ("undecodable").
    """
    if data.startswith(MAGIC):
        raise Rejected("binary", "the file is not text: put the article's text there, or remove the file")
    decoded = _by_mark(data) or _without_mark(data)
    if decoded is None:
        raise Rejected("undecodable", "the encoding cannot be told: save the file as UTF-8")
    if len(CONTROL.findall(decoded.text)) > MAX_CONTROLS * len(decoded.text):
        raise Rejected("binary", "the file is full of control characters: put plain text there, or remove the file")
    return decoded._replace(text=decoded.text.replace("\x00", REPLACEMENT))


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            damaged = text.count(REPLACEMENT) > MAX_BAD * len(text)
            return None if damaged and encoding != "utf-8" else Decoded(text, encoding, "bom")
    return None


def _without_mark(data: bytes) -> Decoded | None:
    if data.count(0) > max(STRAY_NULS, MAX_STRAY_NULS * len(data)):
        return _wide(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf8")
    except UnicodeDecodeError:
        return _repaired(data) or _windows(data) or _detected(data)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in English every other byte is NUL."""
    odd, even = data[1::2].count(0), data[::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(odd, even) < 0.3 * len(data) or min(odd, even) > 0.01 * len(data):
        raise Rejected("binary", "the file is full of NUL bytes: put plain text there, or remove the file")
    try:
        return Decoded(data.decode(encoding), encoding, "detected")
    except UnicodeDecodeError:
        return None


def _repaired(data: bytes) -> Decoded | None:
    """UTF-8 in which few bytes are damaged; each of them becomes U+FFFD.

    A file without a single sound sequence of several bytes is rather one in an encoding of one byte a character.
    """
    text = data.decode("utf-8", errors="replace")
    bad = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode())
    good = len(MULTI_BYTE.findall(data))
    few = bad < MAX_BAD * len(data) and (good > bad or not _windows(data))
    return Decoded(text, "utf-8", "utf8_repaired") if few or good >= MANY_GOOD * bad else None


def _windows(data: bytes) -> Decoded | None:
    """Windows-1252, where the characters beyond ASCII are as few as in English and none is a control character."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = sum(not char.isascii() for char in text)
    plausible = beyond <= MAX_CP1252 * len(text) and not CONTROL.search(text)
    return Decoded(text, "cp1252", "cp1252") if plausible else None


def _detected(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        return None
    text = re.sub(r"[\ud800-\udfff]", REPLACEMENT, str(best))
    return Decoded(text.removeprefix("\ufeff"), best.encoding.replace("_", "-"), "detected")
