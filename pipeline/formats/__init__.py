"""Text out of files that are not plain text: a module a format, and the process that they run in.

Each module has one function, `extract`, from the bytes of a file to an `Extracted`. It is called through
`pipeline.formats.sandbox`, never by itself: parsers of such files crash, hang and run out of memory. What comes out is
plain text as the stage `clean` takes it: a blank line between paragraphs, `# ` before headings, `• ` before the items
of lists.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.schema import EncodingSource


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, and what the file says of itself; None where it is silent.

    Attributes:
        text: The raw text that all raw offsets count in.
        published: Date of publication, ISO 8601.
        made: Date when the file was made, ISO 8601, which need not be that of publication.
        encoding: What the bytes were decoded with; None for formats that hold characters.
        encoding_source: How that was told.
    """

    text: str
    title: str | None = None
    authors: str | None = None
    published: str | None = None
    made: str | None = None
    source: str | None = None
    url: str | None = None
    encoding: str | None = None
    encoding_source: EncodingSource | None = None
