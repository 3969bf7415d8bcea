"""The text of a Word document: paragraphs, headings, items of lists and cells of tables, not heads and feet."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx

from pipeline.formats import Extracted
from pipeline.formats.properties import believable_authors, believable_title
from pipeline.records import Rejected

MAX_RATIO = 100
MAX_UNZIPPED = 100_000_000
OLD_FILE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

# What was deleted or moved away has no text of this kind; text boxes hold captions and pull quotes.
IN_TEXT = "not(ancestor::w:txbxContent) and not(ancestor::w:moveFrom)"
PARAGRAPHS = f"//w:body//w:p[{IN_TEXT}]"
PIECES = " | ".join(f".//w:{tag}[{IN_TEXT}]" for tag in ("t", "tab", "br", "cr", "noBreakHyphen"))
SHOWN = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def extract(data: bytes) -> Extracted:
    """Take the text from a Word document.

    Raises:
        Rejected: It is locked ("encrypted"), holds no text ("no_text"), is no such document ("parse_failed"), or one
            that grows beyond measure when it is unpacked ("archive_bomb").
    """
    check_archive(data)
    document = docx.Document(io.BytesIO(data))
    styles = {style.style_id: (style.name or "").casefold() for style in document.styles}
    blocks = [block for paragraph in document.element.xpath(PARAGRAPHS) if (block := _block(paragraph, styles))]
    if not blocks:
        raise Rejected("no_text", "the document holds no text: if it holds a picture of one, type or scan it as text")
    said = document.core_properties
    return Extracted(
        text="\n\n".join(blocks),
        title=believable_title(said.title),
        authors=believable_authors(said.author),
        made=said.created.date().isoformat() if said.created else None,
    )


def check_archive(data: bytes) -> None:
    """Make sure that a document can be unpacked; the sizes that it declares are binding for `zipfile`.

    Raises:
        Rejected: See `extract`.
    """
    if data.startswith(OLD_FILE):
        if ENCRYPTED in data:
            raise Rejected("encrypted", "the document is locked with a password: save it without one")
        raise Rejected("parse_failed", "the document is of Word 2003 or older: save it as .docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unzipped = sum(member.file_size for member in archive.infolist())
    if unzipped > MAX_UNZIPPED or unzipped > MAX_RATIO * len(data):
        raise Rejected("archive_bomb", "the document grows beyond measure when it is unpacked: save its text as .txt")


def _block(paragraph: Any, styles: dict[str, str]) -> str:
    """A paragraph with the mark of a heading or of an item of a list; empty where it holds nothing.

    Args:
        paragraph: The element.
        styles: Names of styles, in lower case, by their ids.
    """
    pieces = paragraph.xpath(PIECES)
    text = "".join(SHOWN.get(piece.tag.rpartition("}")[2]) or piece.text or "" for piece in pieces).strip()
    style = styles.get(paragraph.style, "")
    if text and (style == "title" or style.startswith("heading")):
        return "# " + " ".join(text.split())
    is_item = style.startswith("list") or paragraph.xpath("./w:pPr/w:numPr")
    return f"• {text}" if text and is_item else text
