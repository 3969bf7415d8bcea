"""What an article says of itself: its title, authors, date, publisher and address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.cleaning.characters import repair_characters
from pipeline.cleaning.dates import find_date
from pipeline.cleaning.edits import Mapped
from pipeline.cleaning.layout import BIOGRAPHY, is_publisher, lay_out, paper_before_date
from pipeline.cleaning.lexicon import Label, words
from pipeline.cleaning.lines import Block
from pipeline.cleaning.markup import FRONT_MATTER, strip_markup
from pipeline.cleaning.names import byline_names, is_name, without_honorifics
from pipeline.components.datelines import dateline
from pipeline.records import SourceEntry

HOLDER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)[\s©]*(?:\(c\)\s*)?(?:by\s+)?(?P<rest>.{2,200})", re.IGNORECASE | re.DOTALL
)
YEARS = re.compile(r"(?:\b(?:19|20)\d\d\b(?:\s*[-–,]\s*)?)+(?:\s*by\b)?", re.IGNORECASE)
AFTER_HOLDER = re.compile(
    r"\s*(?:[|•·;]|[.,](?:\s|$)|\s[-–—]\s"
    r"|\b(?:(?:site |website )?(?:designed|powered|developed|hosted|built|created)|(?:web)?site) by\b"
    r"|\ball rights reserved\b|\bprivacy policy\b|\bterms of\b)",
    re.IGNORECASE,
)
DATELINE = re.compile(r"\A[A-Z][A-Z.,' /-]{2,40}[^()—–\n]{0,60}\((?P<agency>[A-Z][A-Za-z. /-]{1,30})\)\s*[-–—]")
ADDRESS = re.compile(r"https?://[^\s<>]+")
MAX_HOLDER = 80
FRONT_KEYS = {
    "source": ("source", "publisher", "site", "sitename"),
    "title": ("title",),
    "authors": ("author", "authors", "by"),
    "published": ("date", "published", "pubdate"),
    "url": ("url", "link", "canonical"),
}
"""Keys of front matter that mean a piece of metadata, the surest first."""


def sniff(text: str) -> SourceEntry:
    """Read off an article what it says of itself; None for what it does not say."""
    repaired = repair_characters(Mapped.of(text))
    blocks = lay_out(strip_markup(repaired).text)
    front = front_matter(repaired.text)
    return SourceEntry(
        source=front.source or _publisher(blocks),
        title=front.title or next(_texts(blocks, "title"), None),
        authors=front.authors or "; ".join(_authors(blocks)) or None,
        published=front.published or _first(map(find_date, _texts(blocks, "issue_line", "byline"))) or _sent(blocks),
        url=front.url or _first(map(_address, _texts(blocks, "footer"))),
    )


def _publisher(blocks: list[Block]) -> str | None:
    held = _first(map(holder, _texts(blocks, "issue_line", "copyright")))
    dated = _first(map(paper_before_date, _texts(blocks, "issue_line")))
    return held or dated or _agency(blocks) or _institute(blocks) or _over_date(blocks)


def _institute(blocks: list[Block]) -> str | None:
    """What stands over the title and names a publisher, or is where the authors work, as a biography says."""
    posts = "\n".join(_texts(blocks, "biography"))
    return next((text for text in _texts(blocks, "running_head") if text in posts or is_publisher(text)), None)


def _over_date(blocks: list[Block]) -> str | None:
    """The name of the paper that stands over the title with the date right below it, and is no section's."""
    lines = [one.text for one, other in pairwise(blocks) if (one.label, other.label) == ("running_head", "issue_line")]
    return next((line for line in lines if not words("kicker").issuperset(line.lower().split())), None)


def front_matter(text: str) -> SourceEntry:
    """What the front matter of a Markdown file says ("title: ..." between two lines of dashes)."""
    match = FRONT_MATTER.match(text)
    pairs = (line.partition(":") for line in match[1].splitlines()) if match else ()
    found = {key.strip().lower(): value.strip(" \"'[]") for key, _, value in pairs}
    said = {name: _first(found.get(key) for key in keys) for name, keys in FRONT_KEYS.items()}
    names = byline_names(said["authors"] or "")
    return SourceEntry(
        source=None if _address(said["source"] or "") else said["source"],
        title=said["title"],
        authors="; ".join(names) or said["authors"],
        published=find_date(said["published"] or ""),
        url=_address(f"{said['url']} {said['source']}"),
    )


def _texts(blocks: list[Block], *labels: Label) -> Iterator[str]:
    return (block.text for block in blocks if block.label in labels)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def holder(line: str) -> str | None:
    """Who holds the copyright by a line such as "© 2018 Harbour Foundation. Designed by Quay Studio"."""
    match = HOLDER.search(line)
    if not match:
        return None
    name = AFTER_HOLDER.split(YEARS.sub("", match["rest"]).strip(" ,.-–"))[0].strip(" ,.-–")
    return name if 1 < len(name) <= MAX_HOLDER else None


def _agency(blocks: list[Block]) -> str | None:
    """The news agency in the dateline of the first paragraph."""
    body = next(_texts(blocks, "body"), "")
    match = DATELINE.match(body)
    return match["agency"] if match else None


def _sent(blocks: list[Block]) -> str | None:
    """The day in the dateline of the first paragraph."""
    body = next(_texts(blocks, "body"), "")
    return find_date(body[: dateline(body)])


def _authors(blocks: list[Block]) -> list[str]:
    """Names in the first byline of the head; where there is none, who the biographies tell of."""
    titled = [i for i, block in enumerate(blocks) if block.label == "body"][:1] or [len(blocks)]
    bylines = [name for block in blocks[: titled[0]] if block.label == "byline" for name in byline_names(block.text)]
    return list(dict.fromkeys(bylines or filter(None, map(_subject, _texts(blocks, "biography")))))


def _subject(biography: str) -> str | None:
    match = BIOGRAPHY.match(biography)
    name = without_honorifics(match["name"]) if match else ""
    return name if is_name(name) else None


def _address(line: str) -> str | None:
    match = ADDRESS.search(line)
    return match[0] if match else None
