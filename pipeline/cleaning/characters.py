"""Repair single characters: line ends, spaces, invisible and control characters, mojibake, composition.

Quotation marks are never touched: which mark an author typed is evidence of where a quotation begins and ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.cleaning.edits import Edit, Mapped

LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SPACE = re.compile(r"[\t\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# A soft hyphen, zero-width spaces, byte order marks and marks of writing direction show nothing.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
# Joiners belong to emoji and to some scripts, but between ASCII characters they are litter.
JOINER = re.compile(r"(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Mojibake never begins with a quotation mark or dash of an encoding in use; one before a letter (”é) is just that.
NOT_ASCII_RUN = re.compile(r"[^\x00-\x7f“”‘’–—…«»][^\x00-\x7f]+")
# What mojibake in English text can have been: Latin letters, punctuation, signs, pictures.
LIKELY = re.compile(r"[\x00-\u024f\u2000-\u22ff\u2500-\u27bf\ufe0f\U0001f000-\U0001faff]*")
COMPOSABLE_RUN = re.compile(r".[^\x00-\x7f]+|[^\x00-\x7f]", re.DOTALL)


def repair_characters(text: Mapped) -> Mapped:
    """Text in NFC with the line feed as its only line end, plain spaces, and nothing invisible."""
    text = repair_mojibake(compose(text))
    text = text.sub(LINE_END, "\n").sub(SPACE, " ").sub(LONE_SURROGATE, "\ufffd")
    return compose(text.sub(INVISIBLE, "").sub(JOINER, ""))


def repair_mojibake(text: Mapped) -> Mapped:
    """Undo UTF-8 that was read as another encoding ("â€™" for an apostrophe), run by run.

    Each run of characters beyond ASCII is judged by itself, so one that cannot be repaired spoils no other.
    """
    return text.edit(edit for run in NOT_ASCII_RUN.finditer(text.text) for edit in _repaired(run))


def _repaired(run: re.Match[str]) -> Iterator[Edit]:
    """Edits for one run, letter by letter where its letters were read wrongly one by one."""
    fixed = _unmixed(run)
    if fixed == run[0]:
        return
    misread = [_misread(letter) for letter in fixed]
    if "".join(misread) != run[0]:
        yield Edit(*run.span(), fixed)
        return
    at = run.start()
    for old, new in zip(misread, fixed, strict=True):
        yield Edit(at, at + len(old), new)
        at += len(old)


def _misread(letter: str) -> str:
    """A letter in UTF-8, read as Windows-1252."""
    return letter.encode().decode("sloppy-windows-1252")  # ftfy's: as browsers do, control characters for the gaps


def _unmixed(match: re.Match[str]) -> str:
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(match[0]):
        return match[0]
    config = TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)
    fixed = fix_encoding(match[0], config)
    return fixed if LIKELY.fullmatch(fixed) else match[0]


def compose(text: Mapped) -> Mapped:
    """Put the text in Unicode normal form C, letter by letter where that is possible."""
    if unicodedata.is_normalized("NFC", text.text):
        return text
    return text.edit(edit for run in COMPOSABLE_RUN.finditer(text.text) for edit in _composed(run))


def _composed(run: re.Match[str]) -> Iterator[Edit]:
    """Edits for one run; the run as a whole where its letters don't compose one by one."""
    letters = list(_letters(run[0]))
    composed = [unicodedata.normalize("NFC", letter) for letter in letters]
    whole = unicodedata.normalize("NFC", run[0])
    if "".join(composed) != whole:
        yield Edit(*run.span(), whole)
        return
    at = run.start()
    for old, new in zip(letters, composed, strict=True):
        if old != new:
            yield Edit(at, at + len(old), new)
        at += len(old)


def _letters(run: str) -> Iterator[str]:
    """A run cut into base characters with the combining marks that follow them."""
    start = 0
    for i in range(1, len(run)):
        if not unicodedata.combining(run[i]):
            yield run[start:i]
            start = i
    yield run[start:]
