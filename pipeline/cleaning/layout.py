"""What each block of an article is: title, heading, byline, running head, biography, footer, or running text.

To leave a footer in is a small fault, to take running text out a large one. So a block is furniture only where its
wording or its place among others shows it; in doubt it is running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.cleaning.dates import MONTHS, before_date, is_date
from pipeline.cleaning.lexicon import Label, Place, wordings, words
from pipeline.cleaning.lines import Block, count_words, join_lines, split_lines
from pipeline.cleaning.markup import HEADING_MARK
from pipeline.cleaning.names import BY, byline_names, is_name, without_honorifics
from pipeline.cleaning.paragraphs import SMALL_WORDS, join_cut_paragraphs, split_run_in_headings

KEPT: frozenset[Label] = frozenset({"title", "heading", "body"})
"""Labels of blocks that stay in the clean text."""

CREDITS: frozenset[Label] = frozenset({"biography", "copyright"})
"""Labels of blocks that tell who wrote or published an article."""

MAX_HEAD, MAX_TAIL = 14, 10
MAX_MASTHEAD = 5  # words
MAX_PLACE = 3  # words
MAX_DATE_LINE = 80  # characters
BEFORE_DATES = frozenset(("on", "in", "of", "by", "since", "until", "from", "to", "before", "after"))
MAX_NAME = 9  # words of the name of a paper
TITLE_WORDS, HEADING_WORDS, REPEATED_WORDS = 30, 12, 10
MAX_PARAGRAPH = 2_000
"""Code points; a block that is longer is running text, and no pattern is tried on it."""
BRACKETS = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)")
LETTERS = re.compile(r"[^\W\d_]+")
NUMBERED = re.compile(r"\A(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,4}\.) {1,8}(?=\S)")  # 2.1 Findings
BIOGRAPHY = re.compile(
    r"\A(?P<name>[^,()\d]{3,80}?)(?:, (?P<apposition>[^.]{2,80}),)?"
    r" (?P<verb>is|was|serves as|works as|teaches|writes|covers|reports)"
    r" (?P<rest>.*)",
    re.DOTALL,
)


def lay_out(text: str) -> list[Block]:
    """The blocks of a text whose markup was stripped, in order, each with its label."""
    vocabulary = count_words(text)
    blocks = _label(list(split_lines(text)), lambda block, i, all_: _by_wording(block, "any"))
    for judge in (_stands_alone, _cuts_sentence, _paper_and_date, _below_title):
        blocks = _label(blocks, judge)
    blocks = join_lines(blocks, vocabulary)
    for step in (label_head, label_running_heads, label_tail, label_headings):
        blocks = step(blocks)
    return split_run_in_headings(join_cut_paragraphs(blocks, vocabulary))


Judge = Callable[[Block, int, Sequence[Block]], Label | None]


def _label(blocks: list[Block], judge: Judge) -> list[Block]:
    """Label the blocks of running text that a judge recognises."""
    judged = [judge(block, i, blocks) if block.label == "body" else None for i, block in enumerate(blocks)]
    return [block.labelled(label) if label else block for block, label in zip(blocks, judged, strict=True)]


def _by_wording(block: Block, *places: Place) -> Label | None:
    """What a block is by its wording, among the wordings of some places."""
    if len(block.text) > MAX_PARAGRAPH:
        return None
    n_words = len(block.text.split())
    candidates = (row for row in wordings() if n_words <= row.max_words and row.place in places)
    return next((row.label for row in candidates if row.pattern.fullmatch(block.text)), None)


def _stands_alone(block: Block, i: int, blocks: Sequence[Block]) -> Label | None:
    """A running head with bars in it, where the lines beside it have none as those of a table have."""
    beside = (blocks[j].text for j in (i - 1, i + 1) if 0 <= j < len(blocks))
    return None if any("|" in text for text in beside) else _by_wording(block, "alone")


def _cuts_sentence(block: Block, i: int, blocks: Sequence[Block]) -> Label | None:
    """A page number between two halves of a sentence."""
    if not 0 < i < len(blocks) - 1 or blocks[i - 1].ends_sentence or len(blocks[i - 1].text.split()) < 5:
        return None
    return _by_wording(block, "cut") if blocks[i + 1].text[0].islower() else None


def _paper_and_date(block: Block, i: int, blocks: Sequence[Block]) -> Label | None:
    """The name of a paper and the date of its issue, near the top, or below the title a place with a date."""
    if i >= MAX_HEAD // 2:
        return None
    is_placed = i > 0 and not block.ends_sentence and _is_place_and_date(block.text)
    return "issue_line" if is_placed or paper_before_date(block.text) else None


def _is_place_and_date(line: str) -> bool:
    """Whether a line holds a place with a date and nothing else: *TORVIK, 4 June 2024*."""
    place = before_date(line) if len(line) <= MAX_DATE_LINE else None
    names = place.split() if place else []
    return 0 < len(names) <= MAX_PLACE and all(name[0].isupper() and name.isalpha() for name in names)


def _below_title(block: Block, i: int, blocks: Sequence[Block]) -> Label | None:
    """Who wrote it (*By Jane Doe*, *From our correspondent*), or the paper over its date, right below another line.

    Not so a line of running text, which goes on with a small letter or comes after a sentence.
    """
    if not 0 < i < MAX_HEAD // 2 or block.spaced or block.ends_sentence:
        return None
    if blocks[i - 1].ends_sentence or not block.text[0].isupper():
        return None
    if BY.match(block.text) and byline_names(block.text):
        return "byline"
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    is_dated = after is not None and (after.label == "issue_line" or _date_line(after) is not None)
    is_paper = is_dated and len(block.text.split()) <= MAX_MASTHEAD and is_title_case(block.text)
    return "running_head" if is_paper else _by_wording(block, "head")


def paper_before_date(line: str) -> str | None:
    """The name of a paper that a line holds with a date and nothing else; None where it holds no such thing."""
    name = before_date(line) if len(line) <= MAX_DATE_LINE else None
    if not name or len(name.split()) > MAX_NAME or BY.match(name) or name.split()[-1].lower() in BEFORE_DATES:
        return None
    paper = BRACKETS.sub("", name)
    return paper if is_title_case(paper, 0.5) else None


def label_head(blocks: list[Block]) -> list[Block]:
    """Label what stands before the first paragraph of running text: issue line, kicker, title, byline."""
    size = next((i for i, block in enumerate(blocks[:MAX_HEAD]) if _is_running_text(block, i)), 0)
    head, rest = blocks[:size], blocks[size:]
    head = _label(head, lambda block, i, all_: _by_wording(block, "head", "edge") or _date_line(block))
    head = _label(head, _kicker)
    mastheads = _mastheads(head, [block.text for block in label_tail(rest) if block.label in CREDITS])
    title = _title(head, {block.text for block in rest}, mastheads)
    if title is not None:
        over = mastheads & set(range(title))
        head = [block.labelled("running_head") if i in over else block for i, block in enumerate(head)]
        head[title] = head[title].labelled("title")
    known = count_words("\n".join(block.text for block in rest[:-3] or rest))
    return _label(head, lambda block, i, all_: _byline(block, i, title, known)) + rest


def _is_running_text(block: Block, place: int) -> bool:
    """Whether a block can be no part of an article's head; a title may end with a full stop."""
    n_words = len(block.text.split())
    if block.mark == HEADING_MARK or block.label != "body" or byline_names(block.text):
        return False
    if place == 0 and n_words <= TITLE_WORDS and is_title_case(block.text):
        return False
    return n_words > TITLE_WORDS or (block.ends_sentence and n_words > 4)


def _date_line(block: Block) -> Label | None:
    return "issue_line" if len(block.text) <= MAX_DATE_LINE and is_date(block.text) else None


def _kicker(block: Block, i: int, head: Sequence[Block]) -> Label | None:
    """The name of a section over the title; a title where nothing else could be one."""
    own = LETTERS.findall(block.text.lower())
    is_kicker = own and len(own) <= 3 and all(word in words("kicker") for word in own)
    title_follows = any(other.label == "body" and not byline_names(other.text) for other in head[i + 1 :])
    return "running_head" if is_kicker and title_follows else None


def _title(head: Sequence[Block], later: set[str], mastheads: set[int]) -> int | None:
    """The first Markdown heading, else the first line that is no sentence; the name of the paper in capitals is none.

    Args:
        head: Blocks before the running text.
        later: The blocks after it, where the name of the paper may come back.
        mastheads: The blocks of the head that name the paper or publisher.
    """
    free = [i for i, block in enumerate(head) if block.label == "body" and len(block.text.split()) <= TITLE_WORDS]
    small = [i for i in free if not head[i].text.isupper() and not byline_names(head[i].text)]
    if small:
        free = [i for i in free if i in small or head[i].text not in later]
    if any(i not in mastheads for i in free):
        free = [i for i in free if i not in mastheads]
    marked = [i for i in free if head[i].mark == HEADING_MARK]
    plain = [
        i for i in free if not head[i].text.endswith((",", ";", ":")) and not head[i].text.lower().startswith("by ")
    ]
    return next(iter(marked or plain), None)


def _mastheads(head: Sequence[Block], credits_: Sequence[str]) -> set[int]:
    """Names of the paper or publisher: short lines with the date right below, or that biographies or the like hold.

    The name of a publisher below an issue line ("Policy Brief No. 3") is another.
    """
    lines = [i for i, block in enumerate(head) if block.label == "body" and block.mark != HEADING_MARK]
    dated = {i for i in lines if i + 1 < len(head) and _date_line(head[i + 1])}
    short = {i for i in dated if len(head[i].text.split()) <= MAX_MASTHEAD}
    named = [i for i in lines if len(head[i].text.split()) <= MAX_NAME and is_title_case(head[i].text)]
    below = {i for i in named if i and head[i - 1].label == "issue_line" and is_publisher(head[i].text)}
    return short | below | {i for i in named if any(head[i].text in text for text in credits_)}


def is_publisher(line: str) -> bool:
    """Whether a line is the name of a body that publishes and nothing else: *Institute for Bridges*."""
    tokens = line.split()
    proper = all(token[0].isupper() or len(token) <= SMALL_WORDS for token in tokens)
    return proper and len(tokens) > 1 and any(token.lower() in words("publisher") for token in tokens)


def _byline(block: Block, i: int, title: int | None, known: Counter[str]) -> Label | None:
    """Names on a line of their own, of people that the article itself does not mention."""
    names = byline_names(block.text)
    introduced = block.text.lower().startswith(("by ", "written by ", "author"))
    if not names or block.mark == HEADING_MARK or ((title is None or i < title) and not introduced):
        return None
    return "byline" if introduced or not any(known[_surname(name)] for name in names) else None


def _surname(name: str) -> str:
    surname: str = LETTERS.findall(name.lower())[-1]
    return surname


def label_running_heads(blocks: list[Block]) -> list[Block]:
    """Label lines that repeat the title or the head, and lines that come back, over the title or with page numbers."""
    over_title = {_shape(block) for block in _before_title(blocks) if block.label == "body"}
    title = next((block.text.casefold() for block in blocks if block.label == "title"), None)
    head_words = {
        word
        for block in blocks[:MAX_HEAD]
        if block.label in ("issue_line", "running_head")
        for word in LETTERS.findall(block.text.lower())
        if len(word) > 2 and word[:3] not in MONTHS
    }
    shapes = Counter(_shape(block) for block in blocks if _may_repeat(block))
    cut = {_shape(b) for a, b in pairwise(blocks) if a.label == "body" and not a.ends_sentence}

    def judge(block: Block, i: int, all_: Sequence[Block]) -> Label | None:
        own = LETTERS.findall(block.text.lower())
        if not _may_repeat(block) or not own:
            return None
        repeats_head = len(own) > 1 and all(word in head_words for word in own)
        shape = _shape(block)
        returns = (shapes[shape] >= 3 and shape in cut) or (shapes[shape] >= 2 and shape in over_title)
        return "running_head" if block.text.casefold() == title or repeats_head or returns else None

    return _label(blocks, judge)


def _before_title(blocks: Sequence[Block]) -> Sequence[Block]:
    return blocks[: next((i for i, block in enumerate(blocks) if block.label == "title"), 0)]


def _may_repeat(block: Block) -> bool:
    return block.label == "body" and 2 <= len(block.text.split()) <= REPEATED_WORDS and not block.ends_sentence


def _shape(block: Block) -> str:
    """A line without its page number."""
    return re.sub(r"\d+", "0", block.text.casefold())


def label_tail(blocks: list[Block]) -> list[Block]:
    """Label what stands after the last paragraph of running text: credits, biographies, copyright."""
    authors = {_surname(name) for block in blocks if block.label == "byline" for name in byline_names(block.text)}
    n_body = sum(block.label == "body" for block in blocks)
    for i in range(len(blocks) - 1, max(0, len(blocks) - MAX_TAIL), -1):
        if blocks[i].label != "body":
            continue
        label = _by_wording(blocks[i], "tail", "edge")
        if label is None and n_body >= 3:
            known = count_words("\n".join(block.text for block in blocks[:i] if block.label in KEPT))
            label = "biography" if is_biography(blocks[i].text, known, authors) else None
        if label is None:
            break
        blocks = [*blocks[:i], blocks[i].labelled(label), *blocks[i + 1 :]]
        n_body -= 1
    return blocks


def is_biography(text: str, known: Counter[str], authors: set[str]) -> bool:
    """Whether a last paragraph tells of the author: somebody with a post whom the article has not mentioned.

    Args:
        text: The paragraph.
        known: Words of the article before it.
        authors: Surnames in the byline.
    """
    match = BIOGRAPHY.match(text[:MAX_PARAGRAPH])
    name = without_honorifics(match["name"]) if match else ""
    if not match or not is_name(name) or len(text.split()) > 150:
        return False
    if _surname(name) in authors:
        return True
    post = LETTERS.findall(f"{match['apposition'] or ''} {match['verb']} {match['rest']}".lower())[:14]
    return not known[_surname(name)] and " said" not in text and any(word in words("role") for word in post)


def label_headings(blocks: list[Block]) -> list[Block]:
    """Label the headings of sections: marked ones, and short lines that are no sentence and have text below them."""
    following: Block | None = None
    labelled: list[Block] = []
    for block in reversed(blocks):
        is_heading = block.label == "body" and _is_heading(block, following)
        labelled.append(block.labelled("heading") if is_heading else block)
        following = block if block.label in KEPT else following
    return labelled[::-1]


def _is_heading(block: Block, following: Block | None) -> bool:
    if block.mark == HEADING_MARK:
        return len(block.text.split()) <= TITLE_WORDS
    if following is None or block.mark or len(block.text.split()) > HEADING_WORDS:
        return False
    number = NUMBERED.match(block.text)
    if number and (NUMBERED.match(following.text) or not following.ends_sentence):
        return False  # an item of a list
    words_ = block.text[number.end() :] if number else block.text
    first, last = words_[0], words_[-1]
    if not first.isupper() or ":" in block.text or not (last.isalnum() or last in "?!)"):
        return False
    # A short question or exclamation may as well be running text, and so may half a sentence.
    doubtful = last in "?!" or following.text[0].islower() or following.text[0].isdigit()
    return not doubtful or is_title_case(block.text)


def is_title_case(text: str, least: float = 0.7) -> bool:
    """Whether most words of four letters and more are capitalised, and there are at least two."""
    long_words = [word for word in LETTERS.findall(text) if len(word) > 3]
    return len(long_words) > 1 and sum(word[0].isupper() for word in long_words) >= least * len(long_words)
