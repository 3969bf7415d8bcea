"""Sentences of the tests of quotes, parsed by hand in spaCy's English labels."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

from pipeline.components.quotes import QuoteFinder
from pipeline.components.records import Utterance

VOCAB = spacy.blank("en").vocab
_POS = {"NNP": "PROPN", "PR": "PRON", "NN": "NOUN", "VB": "VERB", "MD": "AUX", "JJ": "ADJ", "RB": "ADV", "IN": "ADP"}
_POS |= {"DT": "DET", "CC": "CCONJ", "TO": "PART", "CD": "NUM", "W": "PRON", "POS": "PART", "_SP": "SPACE"}


def parse(*sentences: str) -> Doc:
    """A Doc of tokens "word=lemma/TAG/dep/head"; heads count from 0 in each sentence, `_` glues a word to the last.

    Two tokens need no more than themselves: marks of punctuation, and `¶`, a break between paragraphs.
    """
    words: list[str] = []
    spaces: list[bool] = []
    columns: dict[str, list[str]] = {"lemmas": [], "tags": [], "pos": [], "deps": []}
    heads: list[int] = []
    for sentence in sentences:
        offset = len(words)
        tokens = sentence.split()
        root = next(place for place, token in enumerate(tokens) if "/ROOT/" in token)
        for token in tokens:
            form, tag, dep, head = _columns(token, root)
            glued = form.startswith("_")
            word, _, lemma = form.lstrip("_").partition("=")
            if glued and spaces:
                spaces[-1] = False
            words.append(word.replace("¶", "\n\n"))
            spaces.append(word != "¶")
            heads.append(head + offset)
            for name, value in zip(columns, (lemma or word.lower(), tag, _pos(tag), dep), strict=True):
                columns[name].append(value)
    spaces[-1] = False
    return Doc(VOCAB, words=words, spaces=spaces, heads=heads, **columns)


def _columns(token: str, root: int) -> tuple[str, str, str, int]:
    if "/" in token:
        form, tag, dep, head = token.split("/")
        return form, tag, dep, int(head)
    return ("_¶", "_SP", "dep", root) if "¶" in token else (token, token.lstrip("_"), "punct", root)


def _pos(tag: str) -> str:
    return next((pos for prefix, pos in _POS.items() if tag.startswith(prefix)), "PUNCT")


def annotated(*sentences: str) -> Doc:
    """The parsed Doc after the component."""
    return QuoteFinder()(parse(*sentences))


def told(doc: Doc) -> list[tuple[str, str, str | None, str | None]]:
    """Kind, content with its parts joined by ' … ', speaker and cue of every utterance."""
    return [_told(utterance) for utterance in doc._.quotes]


def _told(utterance: Utterance) -> tuple[str, str, str | None, str | None]:
    speaker = utterance.speaker.text if utterance.speaker is not None else None
    cue = utterance.cue.text if utterance.cue is not None else None
    return utterance.kind, " … ".join(part.text for part in utterance.parts), speaker, cue


def said(content: Span, speaker: Span, cue: Span, name: str | None = None) -> Utterance:
    """An utterance of indirect speech that says nothing special."""
    return Utterance((content,), "indirect", speaker, name, (), cue, "speech", "affirmed", "neutral", "that", None)
