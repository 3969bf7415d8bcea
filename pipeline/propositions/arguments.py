"""Which words of a claim are its subject, its predicate and its object, and which say when, where and how much."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span, Token

from pipeline.propositions.branches import SUBJECTS
from pipeline.propositions.clauses import antecedent, child, is_mark, noun_phrase
from pipeline.propositions.predicates import Predicate, predicate_tokens

_WHEN = frozenset(("DATE", "TIME"))
_WHERE = frozenset(("GPE", "LOC", "FAC"))
_AMOUNTS = frozenset(("MONEY", "PERCENT", "QUANTITY", "CARDINAL"))
_IN = frozenset(
    [
        "in",
        "at",
        "on",
        "near",
        "from",
        "to",
        "into",
        "across",
        "around",
        "outside",
        "inside",
        "within",
        "along",
        "over",
        "off",
        "beyond",
        "through",
    ]
)
_ADVERBIAL = frozenset(("prep", "npadvmod", "advmod", "advcl", "agent"))
_LOOSE = frozenset(("cc", "preconj", "mark"))


def roles_of(predicate: Predicate, target: Token | None) -> dict[int, str]:
    """The role of each word that hangs on a predicate, and of its subject's words where they stand elsewhere.

    Args:
        predicate: The predicate.
        target: The head of its object.
    """
    roles: dict[int, str] = {}
    subject = predicate.clause.subject
    if subject is not None:
        roles.update((token.i, "subject") for token in noun_phrase(subject))
    for verb in predicate.chain:
        for c in verb.children:
            role = "subject" if c.dep_ in SUBJECTS else "object" if _holds(c, target) else adverbial(c)
            roles.update((token.i, role) for token in c.subtree)
    roles.update((token.i, "predicate") for token in predicate_tokens(predicate))
    return roles


def words_of(span: Span, predicate: Predicate, subject: Span | None) -> set[Token]:
    """The words of a clause and of its subject, without the pronoun that stands for a noun in another clause."""
    words = {*span, *(subject or ())}
    pronouns = {c for verb in predicate.chain for c in verb.lefts if antecedent(c, predicate.clause.head) is not None}
    return words - pronouns


def _holds(branch: Token, target: Token | None) -> bool:
    """Whether a branch is the object, or the preposition before it."""
    return target is not None and (branch == target or (branch.dep_ in ("prep", "agent") and target.head == branch))


def adverbial(branch: Token) -> str:
    """What a branch that is neither subject nor object tells."""
    noun = child(branch, "pobj") if branch.dep_ == "prep" else branch
    if branch.dep_ not in _ADVERBIAL or noun is None:
        return "other"
    if noun.ent_type_ in _WHEN:
        return "when"
    if noun.ent_type_ in _WHERE and branch.lower_ in _IN:
        return "where"
    return "how_much" if noun.ent_type_ in _AMOUNTS or branch.ent_type_ in _AMOUNTS else "other"


def stretches(tokens: Iterable[Token], roles: dict[int, str]) -> tuple[Span, ...]:
    """The stretches of some tokens in reading order, each labelled with its role.

    Words without a role belong to the stretch before them; punctuation and conjunctions at the ends are left out.
    """
    runs: list[tuple[str, list[Token]]] = []
    for token in sorted(tokens, key=lambda token: token.i):
        last = runs[-1][1][-1] if runs else None
        beside = last is not None and last.i == token.i - 1
        role = roles.get(token.i) or (runs[-1][0] if beside and runs else "other")
        if beside and runs[-1][0] == role:
            runs[-1][1].append(token)
        else:
            runs.append((role, [token]))
    return tuple(span for role, run in runs if (span := _trimmed(run, role)) is not None)


def _trimmed(run: list[Token], role: str) -> Span | None:
    first = next((token for token in run if not _is_loose(token)), None)
    last = next((token for token in reversed(run) if not _is_loose(token)), None)
    if first is None or last is None:
        return None
    if last != run[-1] and run[-1].text in ')]"”’':
        last = run[-1]
    if first != run[0] and run[0].text in '(["“‘':
        first = run[0]
    return Span(first.doc, first.i, last.i + 1, role)


def _is_loose(token: Token) -> bool:
    return is_mark(token) or token.is_space or token.dep_ in _LOOSE
