"""Copulas, reported speech, free relatives and complements: where the two schemes disagree on the head of a clause."""

from __future__ import annotations

from training.dependencies.tree import Tree, word_class

CLAUSE_LEVEL = {
    "nsubj", "csubj", "aux", "mark", "punct", "expl", "advcl", "parataxis",
    "discourse", "vocative", "dislocated", "cc", "list", "dep", "orphan", "reparandum",
}  # fmt: skip
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM", "X", "INTJ"}


def head_by_copula(tree: Tree) -> None:
    """Make a copula the head of its clause: the predicate becomes its attr, acomp or prepositional phrase."""
    for copula in tree.indices():
        if tree.deps[copula] != "cop":
            continue
        predicate = tree.heads[copula]
        tree.replace(predicate, copula)
        for child in tree.children(predicate):
            if child != copula and _belongs_to_clause(tree, child, copula, predicate):
                tree.heads[child] = copula
        tree.heads[predicate], tree.deps[predicate] = copula, _predicate_label(tree, predicate)
        _settle_extraposed(tree, copula)


def _belongs_to_clause(tree: Tree, child: int, copula: int, predicate: int) -> bool:
    relation = tree.base(child)
    if tree.tags[child] == "TO" and child > copula:
        return False
    adjective = tree.upos[predicate] in {"ADJ", "ADV"}
    if relation == "advmod":
        return _is_sentence_adverb(tree, child, copula, predicate)
    if relation in {"obl", "nmod"} and tree.deps[child] != "nmod:poss":
        return child < copula or (relation == "obl" and not adjective)
    if relation == "conj":
        return bool(tree.children(child, "cop", "nsubj", "aux")) or tree.tags[child] in {"VBD", "VBZ", "VBP", "VB"}
    if relation == "ccomp":
        return bool(tree.children(predicate, "expl"))
    if relation == "punct" and predicate > copula:
        return not copula < child < predicate and not _inside_phrase(tree, child, predicate)
    return relation in CLAUSE_LEVEL


def _inside_phrase(tree: Tree, mark: int, predicate: int) -> bool:
    """Tell whether a mark stands before one of the predicate's own later dependents."""
    return any(other > mark > predicate and tree.base(other) in {"appos", "acl", "nmod"}
               for other in tree.children(predicate))  # fmt: skip


def _is_sentence_adverb(tree: Tree, adverb: int, copula: int, predicate: int) -> bool:
    if tree.words[adverb] in word_class("negation") or tree.tags[adverb] == "WRB":
        return not (tree.tags[adverb] == "WRB" and adverb == predicate - 1)
    if tree.words[adverb] in word_class("degree") or tree.words[adverb] == "enough":
        return False
    return not (copula < adverb == predicate - 1 and tree.words[adverb].endswith("ly"))


def _predicate_label(tree: Tree, predicate: int) -> str:
    if tree.children(predicate, "case") and any(tree.tags[c] != "POS" for c in tree.children(predicate, "case")):
        return "obl"
    if tree.upos[predicate] == "ADV":
        return "advmod"
    if tree.upos[predicate] == "ADJ":
        return "acomp"
    if tree.upos[predicate] in NOMINAL:
        return "attr"
    return "xcomp" if _is_infinitive(tree, predicate) else "ccomp"


def _settle_extraposed(tree: Tree, verb: int) -> None:
    """Make the clause of "it is good that ..." the complement, and "it" the subject."""
    dummies = [i for i in tree.children(verb, "expl") if tree.words[i] == "it"]
    for clause in tree.children(verb, "csubj"):
        if dummies and clause > verb:
            tree.attach(clause, verb, "xcomp" if _is_infinitive(tree, clause) else "ccomp")
    for dummy in dummies:
        tree.attach(dummy, verb, "nsubj")


def _is_infinitive(tree: Tree, verb: int) -> bool:
    markers = [i for i in tree.children(verb, "mark", "aux") if tree.tags[i] == "TO"]
    return bool(markers) and not tree.children(verb, "nsubj")


def settle_expletives(tree: Tree) -> None:
    """Treat "it" and "there" before full verbs as spaCy does: "there" expl and its noun attr; "it" subject."""
    for verb in tree.indices():
        for dummy in tree.children(verb, "expl"):
            if tree.done[dummy]:
                continue
            if tree.words[dummy] == "it" and dummy < verb:
                _settle_extraposed(tree, verb)
            elif tree.tags[dummy] == "EX" and tree.lemmas[verb] == "be":
                for noun in tree.children(verb, "nsubj"):
                    tree.attach(noun, verb, "attr")


def head_by_reporting_verb(tree: Tree) -> None:
    """Make a verb of saying the head of the speech that it reports, where that is the root: "...", she said."""
    for verb in list(tree.indices()):
        speech = tree.heads[verb]
        if tree.base(verb) != "parataxis" or not speech or not _reports(tree, verb):
            continue
        if verb > speech or _is_inserted(tree, verb, speech):
            tree.replace(speech, verb)
            tree.attach(speech, verb, "ccomp")
            _raise_final_marks(tree, speech, verb)
    for speech in tree.indices():
        verb = tree.heads[speech]
        if (
            tree.base(speech) == "parataxis"
            and 0 < verb < speech
            and _reports(tree, verb)
            and _opens_speech(tree, speech)
        ):
            tree.attach(speech, verb, "ccomp")


def _reports(tree: Tree, verb: int) -> bool:
    complete = tree.children(verb, "ccomp", "obj", "xcomp", "mark")
    return tree.lemmas[verb] in word_class("reporting") and not complete and bool(tree.children(verb, "nsubj"))


def _is_inserted(tree: Tree, verb: int, speech: int) -> bool:
    return verb < speech and any(tree.tags[i] in {"``", "''", ","} for i in range(1, verb + 3) if i <= len(tree))


def _opens_speech(tree: Tree, speech: int) -> bool:
    return any(tree.words[i] in {":", ",", "“", '"', "``"} for i in tree.children(speech, "punct") if i < speech)


def _raise_final_marks(tree: Tree, speech: int, verb: int) -> None:
    """Hand the marks that close the whole sentence over to its new head."""
    for mark in tree.children(speech, "punct"):
        if mark > verb > speech:
            tree.heads[mark] = verb


def head_by_relative_verb(tree: Tree) -> None:
    """Make the verb the head of a free relative: in "do what he said", "what" is the object of "said"."""
    for pronoun in tree.indices():
        clauses = [i for i in tree.children(pronoun, "acl:relcl") if i > pronoun]
        if tree.tags[pronoun] != "WP" or len(clauses) != 1 or tree.done[pronoun]:
            continue
        verb = clauses[0]
        tree.replace(pronoun, verb)
        tree.deps[verb] = {"nsubj": "csubj", "nsubj:pass": "csubj:pass", "obj": "ccomp", "attr": "ccomp"}.get(
            tree.deps[verb], tree.deps[verb]
        )
        for child in tree.children(pronoun):
            tree.heads[child] = verb
        tree.attach(pronoun, verb, "dobj" if tree.children(verb, "nsubj") else "nsubj")


def settle_complements(tree: Tree) -> None:
    """Label what Universal Dependencies calls xcomp: acomp, attr, oprd, or a clause with a subject of its own."""
    for word in tree.indices():
        if tree.deps[word] != "xcomp" or tree.done[word]:
            continue
        verb = tree.heads[word]
        objects = [i for i in tree.children(verb, "obj") if i < word]
        if objects and tree.lemmas[verb] in word_class("small_clause") and tree.upos[word] in {"VERB", "AUX", "ADJ"}:
            tree.attach(objects[-1], word, "nsubj")
            tree.attach(word, verb, "ccomp")
        elif tree.upos[word] == "ADJ":
            tree.attach(word, verb, "oprd" if objects else "acomp")
        elif tree.upos[word] in NOMINAL and not tree.children(word, "case", "mark"):
            tree.attach(word, verb, "oprd" if objects or tree.tags[verb] == "VBN" else "attr")
