"""Take out Markdown, its front matter, and HTML, and tell headings and list items by marks of our own.

What comes out is plain text in which a line that begins with `# ` is a heading and one that begins with `• ` an item
of a list; no other markup is left. What only looks like markup stays: `5 * 3`, `a < b`, `snake_case`, `express[ed]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pipeline.cleaning.edits import Edit, Mapped

HEADING_MARK = "# "
ITEM_MARK = "• "

BLOCK_TAGS = "p|div|br|hr|li|ul|ol|h[1-6]|table|tr|blockquote|section|article|header|footer|figure|figcaption|pre"
INLINE_TAGS = (
    "u|b|i|em|strong|span|a|sup|sub|small|big|s|del|ins|strike|mark|font|center|code|tt|q|cite|abbr|td|th|img|time"
    "|html|body|main|nav"
)
# Every attribute must have a value: "if a <b and c> d" is no tag.
ATTRIBUTES = r"(?:\s+[\w:-]{1,50}=(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'|[^\s\"'<>]{1,500}))*\s*/?"
BLOCK_TAG = re.compile(rf"</?(?:{BLOCK_TAGS}){ATTRIBUTES}>", re.IGNORECASE)
HEADING_TAG = re.compile(rf"<h[1-6]{ATTRIBUTES}>", re.IGNORECASE)
INLINE_TAG = re.compile(rf"</?(?:{INLINE_TAGS}){ATTRIBUTES}>", re.IGNORECASE)
HIDDEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")

FRONT_MATTER = re.compile(r"\A\s{0,20}---\n((?:[\w-]{1,40}:[^\n]{0,500}\n|[ -][^\n]{0,500}\n){1,40})---(?=\n|\Z)")

URL = r"(?:https?:|mailto:|www\.|/|#|\./)[^\s()]*(?:\([^\s()]*\)[^\s()]*)?"
IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,1000}}\]\({URL}(?: \"[^\"\n]{{0,300}}\")?\)")
LINK = re.compile(rf"(?<!!)\[([^\[\]\n]{{0,1000}})\]\({URL}(?: \"[^\"\n]{{0,300}}\")?\)")
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,1000})>")
NOTE_MARK = re.compile(r"(?<=[^\W_]|[.,;:!?”\"’')\]])\[\^?\d{1,3}\](?!\()|(?<=[.,;:!?”\"’')])[¹²³⁰⁴-⁹]+")
# No pattern of emphasis crosses its own delimiter, so that each is found in one pass over the text.
BOLD = re.compile(r"(?<![\w*\\])(\*{2,3})(?![\s*])([^*\n]+)(?<![\s\\])\1(?!\*)")
BOLD_LINES = re.compile(r"(?<![\w\\])(__)(?![\s_])([^_\n]+)(?<![\s\\])\1(?!\w)")
EMPHASIS = re.compile(r"(?<![\w*\\])(\*)(?![\s*])((?:[^*\n]|\n(?!\s))+)(?<![\s\\])\1(?![\w*])")
EMPHASIS_LINE = re.compile(r"(?<![\w\\])(_)(?![\s_])((?:[^_\n]|\n(?!\s))+)(?<![\s\\])\1(?!\w)")
STRUCK = re.compile(r"(?<![~\\])(~~)(?![\s~])([^~\n]+)(?<!\s)\1(?!~)")
CODE = re.compile(r"(?<![`\\])(`)(?![\s`])([^`\n]+)(?<!\s)\1(?!`)")
ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])(.)")

ATX = re.compile(r"^ {0,3}#{1,6}(?: +(?:#+ +)*|$)(?=([^\n]*))", re.MULTILINE)
ATX_END = re.compile(r"^(# [^\n]*[^\s#])( +#+ *)$", re.MULTILINE)
UNDERLINED = re.compile(r"^(?![#>•])[^\n]{1,120}[^\s.,;:\n]\n(={3,}|-{3,}) *$", re.MULTILINE)
BOLD_HEAD = re.compile(r"^ {0,3}(\*\*|__)(?![\s*_])([^*_\n]{2,120})(?<!\s)\1 *(?=([^\n]*)$)", re.MULTILINE)
RULE = re.compile(r"^(?=[^\n]{3})(?=[^\n]*[-_=*~—–|#`])[ |:=*_~—–#.`+-]+$", re.MULTILINE)
BLOCK_QUOTE = re.compile(r"^ {0,3}(?:> ?)+(?=\s|[^\s\d])", re.MULTILINE)
ITEM = re.compile(r"^ *(?:[•◦▪‣●■] *|[-*+] +)(?=\S)")


def strip_markup(text: Mapped) -> Mapped:
    """Plain text with headings and list items marked as the module says."""
    text = strip_html(text.sub(FRONT_MATTER, ""))
    text = text.sub(IMAGE, "").keep(LINK, 1).keep(AUTOLINK, 1).sub(NOTE_MARK, "")
    text = mark_headings(text.sub(BLOCK_QUOTE, ""))
    text = mark_items(text.sub(RULE, ""))
    return strip_emphasis(text).keep(ESCAPED, 1)


def strip_html(text: Mapped) -> Mapped:
    """Take out tags, comments and scripts; tags that begin a block become line ends; entities become characters."""
    if "<" in text.text:
        for opening, closing in HIDDEN:
            text = text.edit(_between(text.text, opening, closing))
        text = text.sub(HEADING_TAG, "\n\n" + HEADING_MARK).sub(BLOCK_TAG, "\n\n").sub(INLINE_TAG, "")
    return text.sub(ENTITY, lambda match: unescape(match[0]))


def _between(text: str, opening: str, closing: str) -> Iterator[Edit]:
    """Deletions from each opening to its closing; nothing where it is not closed."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    start = lowered.find(opening)
    while start >= 0:
        end = lowered.find(closing, start)
        if end < 0:
            return
        yield Edit(start, end + len(closing), "")
        start = lowered.find(opening, end)


def mark_headings(text: Mapped) -> Mapped:
    """Mark Markdown headings, and bold words that stand on a line of their own or run into a paragraph."""
    text = text.sub(ATX, lambda match: HEADING_MARK if match[1].strip(" #") else "")
    text = text.edit(Edit(*match.span(2), "") for match in ATX_END.finditer(text.text))
    text = text.edit(_underlined(text.text))
    return text.edit(edit for match in BOLD_HEAD.finditer(text.text) for edit in _bold_head(match))


def _underlined(text: str) -> Iterator[Edit]:
    for match in UNDERLINED.finditer(text):
        yield Edit(match.start(), match.start(), HEADING_MARK)
        yield Edit(*match.span(1), "")


def _bold_head(match: re.Match[str]) -> Iterator[Edit]:
    """A heading where the bold words end like one ("**Effects of the visit.** In Hanoi, ...") or stand alone."""
    stands_alone = not match[3].strip()
    ends = match[2].endswith((".", "?", "!"))
    if len(match[2].split()) > 12 or (
        ends if stands_alone and len(match[2].split()) > 8 else not (ends or stands_alone)
    ):
        return
    yield Edit(match.start(), match.start(2), HEADING_MARK)
    yield Edit(match.end(2), match.end(), "\n\n")


def mark_items(text: Mapped) -> Mapped:
    """Mark the items of lists; a line that happens to begin with a dash is not one."""
    return text.edit(_items(text.text)) if re.search(r"^ *[•◦▪‣●■*+-]", text.text, re.MULTILINE) else text


def _items(text: str) -> Iterator[Edit]:
    lines = text.split("\n")
    found = [ITEM.match(line) for line in lines]
    at = 0
    for i, line in enumerate(lines):
        match = found[i]
        before = lines[i - 1].strip() if i else ""
        beside = (i > 0 and found[i - 1]) or (i + 1 < len(lines) and found[i + 1])
        if match and (match[0].strip() not in "-*+" or not before or before.endswith(":") or beside):
            yield Edit(at, at + match.end(), ITEM_MARK)
        at += len(line) + 1


def strip_emphasis(text: Mapped) -> Mapped:
    """Take out paired stars, underscores, tildes and back quotes around words; the inner ones first."""
    for pattern in (EMPHASIS, BOLD, EMPHASIS, BOLD_LINES, EMPHASIS_LINE, STRUCK, CODE):
        text = text.keep(pattern, 2)
    return text
