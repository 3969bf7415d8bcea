"""The article on a web page: headline and text, without navigation, advertisements, related links and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from pipeline.cleaning.dates import find_date
from pipeline.cleaning.decoding import BYTE_ORDER_MARKS, Decoded, decode
from pipeline.formats import Extracted
from pipeline.records import Rejected

MAX_ELEMENTS = 50_000
NO_ARTICLE = ("no_text", "no article was found on the page: save its text as .txt")
MAX_PROLOGUE = 4_096
CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.IGNORECASE)
AS_BROWSERS_DO = dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "cp1252")
# The prologue was read as ASCII, so a page that declares these is in another encoding.
IMPOSSIBLE = ("utf-16", "utf-32", "utf-7", "utf16", "utf32", "utf7")

ADVERTISING = [
    f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    for name in ("ad", "ads", "advert", "advertisement", "sponsored", "newsletter", "promo")
]
DATES = (
    "//meta[@property='article:published_time' or @itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='DC.date.issued']/@content",
)
DATE_IN_DATA = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
BREAK = "\u2028"
BLOCKS = frozenset(("p", "head", "item", "cell", "code"))


def extract(data: bytes) -> Extracted:
    """Take the article from a page.

    Raises:
        Rejected: There is none ("no_text"), the page is too large ("too_many_elements"), or its encoding cannot be
            told.
    """
    decoded = decode_page(data)
    try:
        tree = document_fromstring(decoded.text.encode(), HTMLParser(encoding="utf-8", no_network=True))
    except ParserError:  # raised where there is no element at all
        raise Rejected(*NO_ARTICLE) from None
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise Rejected("too_many_elements", f"the page has more than {MAX_ELEMENTS:,} elements: save the article alone")
    page: Any = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        prune_xpath=ADVERTISING,
        date_extraction_params={"extensive_search": False},  # it guesses, so it is not used; see published
    )
    blocks = list(_blocks(page.body)) if page else []
    if not blocks:
        raise Rejected(*NO_ARTICLE)
    return Extracted(
        text="\n\n".join(_headed(blocks, _headline(tree) or page.title)),
        title=page.title,
        authors=page.author,
        published=published(tree),
        source=page.sitename,
        url=page.url,
        encoding=decoded.encoding,
        encoding_source=decoded.source,
    )


def decode_page(data: bytes) -> Decoded:
    """Decode a page as it says that it is encoded; where it says nothing, or what is not so, by evidence."""
    declared = CHARSET.search(data[:MAX_PROLOGUE])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name and not name.startswith(IMPOSSIBLE) and not data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        encoding = AS_BROWSERS_DO.get(name, name)
        try:
            return Decoded(data.decode(encoding).replace("\0", "\ufffd"), encoding, "declared")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def published(tree: Any) -> str | None:
    """The date of publication that a page declares; dates in its text are left to later."""
    declared = [value for path in DATES for value in tree.xpath(path)]
    scripts = tree.xpath("//script[@type='application/ld+json']/text()")
    found = [match[1] for script in scripts if (match := DATE_IN_DATA.search(script))]
    return next(filter(None, map(find_date, [*found, *declared])), None)


def _headline(tree: Any) -> str | None:
    """The only heading of the first order; several are no headline."""
    found = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    return found[0] if len(found) == 1 else None


def _headed(blocks: list[str], headline: str | None) -> list[str]:
    """The blocks with the headline as the first one, and nowhere else near the top."""
    if not headline:
        return blocks
    opening = [block for block in blocks[:4] if block.removeprefix("# ").casefold() != headline.casefold()]
    return [f"# {headline}", *opening, *blocks[4:]]


def _blocks(body: Any) -> Iterator[str]:
    """Paragraphs, headings, items and cells in the order of the page, each once."""
    for line_break in body.iter("lb"):
        line_break.text = BREAK
    for element in body.iter():
        is_block = element.tag in BLOCKS or (element.tag == "quote" and element.find(".//p") is None)
        if not is_block or any(above.tag in BLOCKS for above in element.iterancestors()):
            continue
        lines = [" ".join(line.split()) for line in "".join(element.itertext()).split(BREAK)]
        mark = {"head": "# ", "item": "• "}.get(element.tag, "")
        text = (" " if mark else "\n").join(lines).strip()
        if text:
            yield mark + text
