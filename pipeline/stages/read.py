"""A file to raw text: decode it, make sure that it can be worked on, and note what it says of itself."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import pairwise
from pathlib import PurePosixPath

from pipeline.cleaning.decoding import decode
from pipeline.cleaning.lexicon import words
from pipeline.cleaning.metadata import sniff
from pipeline.formats import Extracted, sandbox
from pipeline.records import RawFile, RawText, Rejected
from pipeline.schema import Format
from pipeline.stages import Stage

STAGE = Stage("read", version=2, reads=("file",), writes=("raw",))

MAX_BYTES = 20_000_000
MAX_CHARS = 1_000_000
"""Code points; the most that spaCy's parser takes."""
MIN_WORDS = 5
MIN_WORDS_OF_LANGUAGE, MIN_LETTERS_OF_LANGUAGE = 40, 200
"""A text with more words or letters than this must show its language."""
MIN_ENGLISH = 0.06
"""Share of function words that no other large language has; English articles have 0.1 to 0.4."""
MIN_FOREIGN, MIN_FOREIGN_SHARE = 3, 0.2
"""Function words of other languages, and their share, from which a short text with fewer English ones is foreign."""
MAX_SLUG = 80

LETTERS = re.compile(r"[^\W\d_]+")
CODE = re.compile(r"[!-~]{60,}")
"""Addresses, pictures in Base64 and the like, which are in no language."""
VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")

FORMATS: dict[str, Format] = {
    ".txt": "txt",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""What a file is, by the suffix of its name."""
KNOWN = " ".join(FORMATS)

# Letters that Unicode does not take apart into a Latin one and a mark.
TRANSLITERATED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
    | {"þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ı": "i", "’": "", "'": ""}
)


def read(raw: RawFile) -> RawText:
    """Read a file.

    Metadata comes from the manifest where it speaks, else from what the file declares, else from the text; the source,
    last of all, from the file name, and the date from when the file was made.

    Raises:
        Rejected: It cannot be used: "unsupported_format", "too_big", "empty", "binary", "undecodable", "too_long",
            "too_short" or "unsupported_language"; or for what `pipeline.formats` gives: "missing_extra", "encrypted",
            "no_text", "parse_failed", "timeout", "too_much_memory", "too_many_pages", "too_many_elements" or
            "archive_bomb".
    """
    suffix = PurePosixPath(raw.path).suffix.lower()
    if suffix not in FORMATS:
        raise Rejected("unsupported_format", f"only {KNOWN} files are read: convert the file to one of them")
    if len(raw.data) > MAX_BYTES:
        raise Rejected("too_big", f"the file is larger than {MAX_BYTES // 1_000_000} MB: split it into articles")
    file = extract(raw.data, FORMATS[suffix])
    check(file.text)
    entry, found = raw.entry, sniff(file.text)
    return RawText(
        doc_id=doc_slug(raw.path),
        raw_path=raw.path,
        raw_sha256=hashlib.sha256(raw.data).hexdigest(),
        text=file.text,
        encoding=file.encoding,
        encoding_source=file.encoding_source,
        lang="en",
        source=entry.source or file.source or found.source or PurePosixPath(raw.path).stem,
        title=entry.title or file.title or found.title,
        authors=entry.authors or file.authors or found.authors,
        published=entry.published or file.published or found.published or file.made,
        url=entry.url or file.url or found.url,
        format=FORMATS[suffix],
    )


def extract(data: bytes, kind: Format) -> Extracted:
    """The text of a file and what the file declares; plain text declares nothing.

    Raises:
        Rejected: See `read`.
    """
    if kind in ("txt", "md"):
        decoded = decode(data)
        return Extracted(decoded.text, encoding=decoded.encoding, encoding_source=decoded.source)
    return sandbox.extract(f"pipeline.formats.{kind}:extract", data)


def check(text: str) -> None:
    """Make sure that a text can be worked on.

    Raises:
        Rejected: It is empty, too long, too short, or not English.
    """
    if not VISIBLE.search(text):
        raise Rejected("empty", "the file holds no text: put the article's text into it, or remove it")
    if len(text) > MAX_CHARS:
        raise Rejected("too_long", f"the text has more than {MAX_CHARS:,} characters: split it into articles")
    tokens = LETTERS.findall(CODE.sub(" ", text))
    if not _may_be_english(tokens):
        raise Rejected("unsupported_language", "the text does not read as English: only English is supported")
    if len(tokens) < MIN_WORDS:
        raise Rejected("too_short", f"the text has fewer than {MIN_WORDS} words: is this the whole article?")


def _may_be_english(tokens: list[str]) -> bool:
    """Whether words may be English: a short text need not show it, but must not show that it is something else.

    Words of other languages tell that only among small letters: the others are names (Los Angeles, von der Leyen).
    """
    english = sum(token.lower() in words("function_word") for token in tokens)
    if len(tokens) > MIN_WORDS_OF_LANGUAGE or sum(map(len, tokens)) > MIN_LETTERS_OF_LANGUAGE:
        return english >= MIN_ENGLISH * len(tokens)
    foreign = sum(token in words("foreign_word") and after.islower() for token, after in pairwise(tokens))
    return foreign < MIN_FOREIGN or foreign < MIN_FOREIGN_SHARE * len(tokens) or foreign < english


def doc_slug(path: str) -> str:
    """The id of the document at a path under raw/: ASCII letters in lower case, digits and hyphens.

    Folders are part of it, the suffix is not, so "a/b c.txt" and "a/b-c.md" have the same: whoever reads several files
    must look out for that. Where letters cannot be put in ASCII, or the name is long, a short hash of it tells it from
    others.
    """
    stem = unicodedata.normalize("NFC", str(PurePosixPath(path).with_suffix("")))
    spelt = unicodedata.normalize("NFKD", stem.translate(TRANSLITERATED))
    ascii_only = "".join(char if char.isascii() else "" if unicodedata.combining(char) else "-" for char in spelt)
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    lossy = any(char.isalnum() and not char.isascii() for char in spelt)
    if slug and not lossy and len(slug) <= MAX_SLUG:
        return slug
    mark = hashlib.sha256(stem.encode("utf-8", errors="surrogatepass")).hexdigest()[:8]
    return "-".join(filter(None, [slug[:MAX_SLUG].strip("-") or "doc", mark]))
