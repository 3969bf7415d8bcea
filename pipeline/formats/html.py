"""The article on a web page: headline and text, without navigation, advertisements, related links and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree
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
    "//time[@itemprop='datePublished' or @pubdate or contains(@class, 'published')]/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='DC.date.issued']/@content",
)
DATE_IN_DATA = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
BLOCKS = frozenset(("p", "head", "quote", "list", "item", "cell", "code"))
MARKS = {"head": "# ", "item": "• "}
MARK_ALONE = re.compile(r"^(# |• )\s+", re.MULTILINE)


def extract(data: bytes) -> Extracted:
    """Take the article from a page.

    Raises:
        Rejected: There is none ("no_text"), the page is too large ("too_many_elements"), or its encoding cannot be
            told.
    """
    decoded = decode_page(data)
    try:
        tree = document_fromstring(decoded.text.encode(), HTMLParser(encoding="utf-8", no_network=True))
    except etree.ParserError:  # raised where there is no element at all
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
    blocks = _blocks(page.body) if page else []
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


def _blocks(body: Any) -> list[str]:
    """Paragraphs, headings, items and cells in the order of the page; a line break in the page is one in the text."""
    text = MARK_ALONE.sub(r"\1", "".join(_pieces(body)))
    blocks = ("\n".join(line.strip() for line in block.split("\n")).strip() for block in re.split(r"\n\s*\n", text))
    return [block for block in blocks if block]


def _pieces(body: Any) -> Iterator[str]:
    """The words of a page in order, with what separates them."""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_start, is_block = event == "start", element.tag in BLOCKS
        if is_block:
            yield "\n\n" + (MARKS.get(element.tag, "") if is_start else "")
        if is_start and element.tag == "lb":
            yield " " if element.getparent().tag == "head" else "\n"
        words = element.text if is_start else element.tail
        yield " ".join(re.split(r"\s+", words or ""))
