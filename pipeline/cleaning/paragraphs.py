"""Paragraphs made whole: halves that a page break cut apart are joined, headings that run into a text are split off."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from pipeline.cleaning.lexicon import Label, words
from pipeline.cleaning.lines import Block, join_all

ENDS_OPEN = re.compile(r"(?:[^\W_]|[,–—/(-]|[\"'”’)\]]|%)$")
RUN_IN = re.compile(r"([^\W\d_][^.?!:;\"“”\n]{3,80}[.?!]) +(?=[\"“‘'(]*[A-Z0-9])")
NUMBER_IN_TEXT = re.compile(r"\A\d{1,9}(?:[.,]\d{1,9})* [a-z]")
PAGE_FURNITURE: frozenset[Label] = frozenset({"running_head", "footer"})
MIN_CUT_WORDS, MIN_REST_WORDS, MIN_NUMBER_WORDS = 8, 2, 5
MAX_HEADING_WORDS = 9
SMALL_WORDS = 3
"""Letters of words that stay in lower case in a heading, as "of" and "and" do."""


def join_cut_paragraphs(blocks: list[Block], vocabulary: Counter[str]) -> list[Block]:
    """Join each paragraph that stops in the middle of a sentence with the one that goes on with it.

    What stands between them, such as a running head, comes after the joined paragraph.
    """
    groups: list[list[Block]] = []
    between: list[Block] = []
    for block in blocks:
        if block.label in PAGE_FURNITURE and groups:
            between.append(block)
            continue
        page_ended = any(held.label == "running_head" for held in between)
        if groups and _stops(groups[-1]) and _goes_on(groups[-1][-1], block, page_ended):
            groups[-1].append(block)
            continue
        groups += [[held] for held in between]
        between = []
        groups.append([block])
    return [join_all(group, vocabulary) for group in groups] + between


def _stops(paragraph: list[Block]) -> bool:
    """Whether what was gathered of a paragraph stops in the middle of a sentence; a few words may be a heading."""
    last = paragraph[-1]
    long_enough = len(paragraph) > 1 or len(last.text.split()) >= MIN_CUT_WORDS
    return last.label == "body" and long_enough and not last.ends_sentence and bool(ENDS_OPEN.search(last.text[-2:]))


def _goes_on(block: Block, following: Block, page_ended: bool) -> bool:
    """Whether one paragraph is the rest of a sentence that another one begins.

    A number may begin a list or a table as well, so it must follow a plain word and lead a longer stretch; a capital
    goes on with a sentence only where a page ended in between.
    """
    if following.label != "body" or following.mark:
        return False
    n_words = len(following.text.split())
    if following.text[0].isdigit():
        return n_words >= MIN_NUMBER_WORDS and block.text[-1].isalpha() and bool(NUMBER_IN_TEXT.match(following.text))
    if following.text[0].islower():
        return n_words >= MIN_REST_WORDS
    return page_ended and n_words >= MIN_NUMBER_WORDS and (block.text[-1].isalnum() or block.text[-1] in ",-")


def split_run_in_headings(blocks: list[Block]) -> list[Block]:
    """Split "Findings of the Summit. The leaders ..." where the article shows it is its way to set headings.

    One such beginning may be a sentence without a verb; two, or one beside a heading of that form, are a way of
    setting headings. So is a word that is nothing else ("Background. The port ...").
    """
    found = [RUN_IN.match(block.text) if block.label == "body" else None for block in blocks]
    heads = [match if match and _is_headline(match[1]) else None for match in found]
    set_apart = sum(b.label == "heading" and b.text.endswith((".", "?", "!")) for b in blocks)
    known = any(head and head[1].rstrip(".").lower() in words("section") for head in heads)
    if not known and sum(map(bool, heads)) + set_apart < 2:
        return blocks
    return [part for block, head in zip(blocks, heads, strict=True) for part in _split(block, head)]


def _is_headline(text: str) -> bool:
    """Whether words are set as a headline: all capitalised but the small ones."""
    tokens = text.rstrip(".?!").split()
    if not 1 <= len(tokens) <= MAX_HEADING_WORDS:
        return False
    if len(tokens) == 1:
        return tokens[0].lower() in words("section") and tokens[0][0].isupper()
    long_enough = [token for token in tokens if len(token) > SMALL_WORDS]
    last = tokens[-1].lower()
    if len(long_enough) < 2 or len(last) <= SMALL_WORDS or last in words("abbreviation"):
        return False
    return tokens[0][0].isupper() and all(not token[0].islower() for token in long_enough)


def _split(block: Block, head: re.Match[str] | None) -> list[Block]:
    """The heading and the rest; the block as it is where the heading goes over its first line."""
    start, end = block.pieces[0]
    if head is None or head.end() >= end - start:
        return [block]
    rest = replace(block, pieces=((start + head.end(), end), *block.pieces[1:]), text=block.text[head.end() :])
    return [Block(((start, start + head.end(1)),), head[1], label="heading", mark=block.mark), rest]
