"""What the parse tells of a word for coreference: its role, its clause, and how the clauses of two words stand."""

from __future__ import annotations

from spacy.tokens import Doc, Token

ROLES = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "csubj": "subject",
    "expl": "subject",
    "dobj": "object",
    "dative": "object",
    "pobj": "prep",
    "agent": "prep",
    "poss": "poss",
    "attr": "attr",
    "oprd": "attr",
    "compound": "inside",
    "nmod": "inside",
    "amod": "inside",
    "ROOT": "root",
}
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "pcomp", "csubj", "csubjpass", "parataxis", "xcomp"})
SUBJECTS = ("nsubj", "nsubjpass")
LONGEST = 100  # steps up a tree that are taken at most


class Syntax:
    """Looks up roles and clauses of a parsed Doc, each once."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._clause: dict[int, int] = {}

    def clause(self, token: Token) -> int:
        """The position of the head of the clause that a word stands in."""
        path = []
        while token.i not in self._clause:
            path.append(token.i)
            if _heads_clause(token) or len(path) == LONGEST:
                self._clause[token.i] = token.i
                break
            token = token.head
        found = self._clause[token.i]
        for i in path:
            self._clause[i] = found
        return found

    def above(self, clause: int) -> tuple[int, str] | None:
        """The head of the clause that a clause depends on, with the dependency; None for the highest."""
        head = self.doc[clause]
        if head.head == head or head.dep_ == "ROOT":
            return None
        return self.clause(head.head), head.dep_

    def relation(self, one: Token, other: Token) -> str:
        """How the clause of a word stands to that of an earlier one in its sentence: "same", "below ccomp"."""
        clause, earlier = self.clause(one), self.clause(other)
        if clause == earlier:
            return "same"
        step = self.above(clause)
        if step and step[0] == earlier:
            return f"below {step[1]}"
        back = self.above(earlier)
        if back and back[0] == clause:
            return "above"
        if back and step and back[0] == step[0]:
            return "beside"
        if step and (next_ := self.above(step[0])) and next_[0] == earlier:
            return "far below"
        return "other"


def _heads_clause(token: Token) -> bool:
    dep = token.dep_
    return dep in CLAUSES or token.head.i == token.i or (dep == "conj" and token.tag_[:1] in ("V", "M"))


def role(token: Token) -> str:
    """The grammatical role of a word: "subject", "object", "prep", "poss", "attr", "inside", "root" or "other"."""
    for _ in range(LONGEST):
        if token.dep_ not in ("conj", "appos") or token.head.i == token.i:
            break
        token = token.head
    return ROLES.get(token.dep_, "other")
