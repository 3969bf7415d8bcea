"""What a cue tells of an utterance: whether it is speech at all, how the writer sees it, and whether it was denied."""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipeline.language.lexicon import rows
from pipeline.quotation.cues import Cue, cue_of, cues, is_document, lemma_of

_KINDS = {"evidence": "document", "semblance": "thought"}  # what things do, and what people do
_DENYING = frozenset(("denied", "refused"))
_NEGATION = frozenset(row["lemma"] for row in rows("negation") if row["part"] in ("adverb", "determiner", "pronoun"))
_FAILING = frozenset(row["lemma"] for row in rows("negation") if row["part"] == "verb")
_FOCUS = frozenset(("only", "just"))  # "not only said": no negation
_MARKS = frozenset((":", "—", "–", "-", "--"))
_OBLIQUE = frozenset(("according", "per"))


def head_of(cue: Span) -> Token:
    """The word of a cue that tells of the saying: *discuss* in *went on to discuss*, *say* in *did not say*."""
    known = [token for token in cue if cue_of(token) is not None]
    return cue.root if cue.root in known or not known else known[-1]


def kind_of(cue: Span, speaker: Span | None, kind: str) -> str | None:
    """Whether an utterance is "speech", "thought", "writing" or what a "document" says.

    Args:
        cue: The words that tell of it.
        speaker: The speaker, as named there.
        kind: The kind of utterance; what is in quotation marks was said, where the cue does not tell otherwise.

    Returns:
        The kind, None where the lexicon does not know the words of the cue.
    """
    if speaker is not None and is_document(speaker.root):
        return "document"
    known = cue_of(head_of(cue))
    if known is None:
        plain = cue.text in _MARKS or cue[0].lower_ in _OBLIQUE or kind != "indirect"
        return "speech" if plain else None
    if known.kind == "thought" and kind == "direct":
        return "speech"  # “We will lose,” she feared
    return _KINDS.get(known.kind, known.kind)


def stance_of(cue: Span) -> str:
    """How the writer's word for the saying colours it: "claimed", "warned", ...; else "neutral"."""
    known = _known(cue)
    if known is None or any(map(_negates, cue)):
        return "neutral"  # *did not dispute*, *never praised*
    return known.stance


def polarity_of(cue: Span, speaker: Span | None) -> str:
    """Whether an utterance is "affirmed" or "negated": *denied that*, *nobody said*; two negations affirm.

    Args:
        cue: The words that tell of it.
        speaker: The speaker, as named there.
    """
    known, head = _known(cue), head_of(cue)
    denied = known is not None and known.stance in _DENYING
    negations = sum(_negates(token) for token in cue) + (speaker is not None and _negates(speaker[0]))
    failed = any(token.i < head.i and lemma_of(token) in _FAILING for token in cue)
    return "negated" if (negations + denied + failed) % 2 else "affirmed"


def _negates(token: Token) -> bool:
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return token.lower_ in _NEGATION and following not in _FOCUS


def _known(cue: Span) -> Cue | None:
    """What the lexicon says of a cue, with its particle first: *call for*, *rule out*."""
    head = head_of(cue)
    after = head.doc[head.i + 1].lower_ if head.i + 1 < len(head.doc) else ""
    return cues().get((f"{lemma_of(head)} {after}", "verb")) or cue_of(head)
