"""Merge what the lexicons and the rules find with the names that the model found.

One rule for articles: a name never begins with "the", "a" or "an", whatever its type. Possessive endings, titles before
persons and hyphens between two names stand outside the spans too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from pipeline.language import lexicon
from pipeline.naming.rules import (
    headlines,
    institutions,
    is_function_word,
    known_persons,
    title_matcher,
    titled_persons,
)
from pipeline.naming.spans import (
    NUMERIC_LABELS,
    Found,
    is_upper,
    longest_first,
    method_of,
    pieces,
    set_method,
    tokens_of,
    trimmed,
)

PREPOSITIONS = frozenset({"in", "at", "from", "to", "near", "outside", "of", "via", "towards", "toward", "around"})
CUE_WINDOW = 4  # tokens in which "the" must stand: "the US-led West"
MAX_MODEL_NAME = 12  # tokens
DASHES = frozenset("-–—")
SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})


class EntityLexicon:
    """Component `entity_lexicon`: sets `doc.ents` to names of lexicons, rules and model beside the numbers there."""

    def __init__(self, nlp: Language) -> None:
        self.names = PhraseMatcher(nlp.vocab)
        forms = sorted(lexicon.names())
        curly = [form.replace("'", "’") for form in forms if "'" in form]
        self.names.add("name", [nlp.make_doc(form) for form in [*forms, *curly]])
        self.titles = title_matcher(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents` and what found each of them."""
        given = [Found(span, method_of(span)) for span in doc.ents]
        numbers = [item for item in given if item.span.label_ in NUMERIC_LABELS]
        titles = filter_spans(self.titles(doc, as_spans=True))
        sure = self._sure(doc, titles)
        guesses = [item.span for item in given if item.span.label_ not in NUMERIC_LABELS]
        guessed = list(_guessed(doc, guesses, sure, titles))
        chosen = _consistent(longest_first([*_overruled(sure, guessed), *guessed]))
        chosen = longest_first([*chosen, *_repeated(doc, chosen)])
        taken = tokens_of(item.span for item in chosen)
        chosen += [item for item in numbers if taken.isdisjoint(range(item.span.start, item.span.end))]
        doc.ents = tuple(item.span for item in chosen)
        for item in chosen:
            set_method(item.span, item.method)
        return doc

    def _sure(self, doc: Doc, titles: list[Span]) -> list[Found]:
        """Names of the lexicons, and those that rules find around them."""
        known = self._known(doc)
        unsure = headlines(doc)
        taken = tokens_of(known) | unsure
        persons = [*titled_persons(doc, titles, taken), *known_persons(doc, taken)]
        offices = tokens_of(title for title in titles if len(title) > 1)
        ruled = [*persons, *institutions(doc, known, tokens_of(persons) | offices | unsure)]
        ruled += [span for span in map(_with_country, known) if span]
        return [*(Found(span, "lexicon") for span in known), *(Found(span, "rule") for span in ruled)]

    def _known(self, doc: Doc) -> list[Span]:
        """Names of the lexicons."""
        found = []
        for span in self.names(doc, as_spans=True):
            name = lexicon.name_of(span.text)
            if name and _has_cue(span, name.cue) and _is_name(span):
                found.append(Span(doc, span.start, span.end, label=name.label))
        return sorted(filter_spans(found), key=lambda span: span.start)


def _has_cue(span: Span, cue: str) -> bool:
    """Whether the word stands before a name that it needs: "the West", "in Nice"."""
    before = [token.lower_ for token in span.doc[max(0, span.start - CUE_WINDOW) : span.start]]
    return not cue or ("the" in before if cue == "the" else bool(before) and before[-1] in PREPOSITIONS)


def _is_name(span: Span) -> bool:
    """Whether a form of a lexicon is written as a name here."""
    return any(character.isupper() or character.isdigit() for character in span.text)


def _with_country(span: Span) -> Span | None:
    """An institution that every state has, with the people or country that it is of: "Polish Foreign Ministry"."""
    name = lexicon.name_of(span.text, "ORG")
    if not name or not name.is_generic:
        return None
    for start in (span.start - 2, span.start - 1):
        before = lexicon.name_of(span.doc[start : span.start].text) if start >= 0 else None
        if before and before.country and before.label in ("NORP", "GPE"):
            return Span(span.doc, start, span.end, label="ORG")
    return None


def _guessed(doc: Doc, guesses: Iterable[Span], sure: list[Found], titles: list[Span]) -> Iterator[Found]:
    """The model's names, cut where no name goes on and trimmed, as far as they look like names."""
    small = {token.text for token in doc if token.text.islower()}
    known = tokens_of(item.span for item in sure)
    persons = {item.span.start: item.span.end for item in sure if item.span.label_ == "PERSON"}
    titled = {title.end: persons[title.end] for title in titles if title.end in persons}
    offices = tokens_of(title for title in titles if title.end in titled)
    for guess in guesses:
        cuts = {token.i for token in guess if token.i in offices or _is_cut(token, guess.label_, known)}
        cuts |= {guess.start} if is_function_word(guess[0]) else set()  # "But Brix was hoarse"
        for piece in pieces(guess, cuts):
            if piece.end > titled.get(piece.start, piece.end):
                continue  # "Senator Jan Novak of Ohio" is a person and a place
            if any(token.text in DASHES for token in piece) and all(t.i in known or t.is_punct for t in piece):
                continue  # "Norway-Iceland" is two countries
            span = _without_title(piece) if piece.label_ == "PERSON" else piece
            if span and _is_plausible(span, small) and any(map(is_upper, span)) >= any(map(is_upper, guess)):
                yield Found(span, "model")


def _is_cut(token: Token, label: str, known: set[int]) -> bool:
    """Whether a name cannot reach over a token: line ends, brackets, quote marks, "Poland's", "on Friday"."""
    if token.is_space or token.is_bracket or token.text in ('"', "“", "”"):
        return True
    unit = lexicon.unit_of(token.text)
    if unit and unit.kind in ("weekday", "month") and token.i and token.nbor(-1).text.islower():
        return True  # "the Novak Commission on Friday"
    if token.lower_ in ("'s", "’s"):
        return token.i - 1 in known
    return label == "PERSON" and token.lower_ in (",", "and", "or")


def _overruled(sure: list[Found], guessed: list[Found]) -> list[Found]:
    """Names without those that a rule has grown over more than the model has: "Secretary Ada Berg Direct Dial"."""
    starts = {(item.span.start, item.span.label_): item.span.end for item in guessed}
    return [item for item in sure if item.method != "rule"
            or starts.get((item.span.start, item.span.label_), item.span.end) >= item.span.end]  # fmt: skip


def _without_title(span: Span) -> Span | None:
    """A person's name without peoples, offices and forms of address before it, and without what an office is for."""
    if span.start and lexicon.name_words().get(span.doc[span.start - 1].text) in ("join", "and"):
        begin = next((token.i for token in span if token.text not in lexicon.portfolios()), span.end)
        if begin > span.start:  # "Minister for Home Affairs Ada Berg"
            rest = trimmed(span.doc, begin, span.end, span.label_)
            return _without_title(rest) if rest else None
    for end in range(span.end, span.start, -1):
        words = span.doc[span.start : end].text
        if words.lower() in lexicon.titles() or lexicon.name_of(words, "NORP"):
            rest = trimmed(span.doc, end, span.end, span.label_)
            return _without_title(rest) if rest else None
    return span


def _is_plausible(span: Span, small: set[str]) -> bool:
    """Whether the model's guess looks like a name: not too long, no title, no common word at a sentence start."""
    if span.text.lower() in lexicon.titles() or len(span) > MAX_MODEL_NAME or len(span.text) < 2:
        return False
    return len(span) > 1 or not _is_common(span[0], small)


def _is_common(token: Token, small: set[str]) -> bool:
    """Whether a word is a common one: no name by its tag, or in small letters elsewhere."""
    if not is_upper(token):
        return token.tag_ not in ("NNP", "NNPS")
    common_tag = is_function_word(token) or token.tag_ in ("NN", "NNS", "JJ", "CD")
    compass = lexicon.name_words().get(token.text) == "compass"
    plural_acronym = token.text.endswith("s") and token.text[:-1].isupper()  # "ICBMs"
    return token.lower_ in small or token.is_stop or common_tag or compass or plural_acronym


def _consistent(found: list[Found]) -> list[Found]:
    """One label a form: what lexicon or rule say, else what the model says most often."""
    votes: dict[str, Counter[str]] = {}
    for item in found:
        sure = item.method != "model"
        votes.setdefault(item.span.text, Counter())[item.span.label_] += len(found) if sure else 1
    best = {text: min(count, key=lambda label: (-count[label], label)) for text, count in votes.items()}
    return [Found(_relabelled(item.span, best[item.span.text]), item.method) for item in found]


def _relabelled(span: Span, label: str) -> Span:
    return Span(span.doc, span.start, span.end, label=label)


def _repeated(doc: Doc, found: list[Found]) -> Iterator[Found]:
    """Further occurrences of names, and the family or given names of persons standing alone."""
    full, short = _forms(found)
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in full:
        by_first.setdefault(words[0], []).append(words)
    free = set(range(len(doc))) - tokens_of(item.span for item in found if len(item.span) > 1 or item.method != "model")
    small = {token.text for token in doc if token.text.islower()}
    for token in doc:
        if token.i not in free:
            continue
        for words in by_first.get(token.text, ()):
            span = Span(doc, token.i, min(token.i + len(words), len(doc)), label=full[words])
            if tuple(word.text for word in span) == words:
                yield Found(span, "rule")
        if token.text in short and not (token.is_sent_start and token.lower_ in small):
            yield Found(Span(doc, token.i, token.i + 1, label="PERSON"), "rule")


def _forms(found: list[Found]) -> tuple[dict[tuple[str, ...], str], set[str]]:
    """The forms of names with their labels, and the parts of persons' names that may stand alone."""
    full: dict[tuple[str, ...], str] = {}
    short: set[str] = set()
    for span, _ in found:
        words = tuple(token.text for token in span)
        if len(words) > 1 and span.label_ != "LAW":
            full.setdefault(words, span.label_)
        if span.label_ == "PERSON" and len(words) > 1:
            short.update(word for word in standing_alone(words) if not _is_taken(word))
    return full, short


def _is_taken(word: str) -> bool:
    """Whether a word alone means something else: a name of the lexicons, or an office."""
    return lexicon.name_of(word) is not None or word.lower() in lexicon.titles()


def standing_alone(words: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a full name that a later sentence may name the person by.

    That is the family name; where it stands first also the given name at the end, which some writers take for it.
    """
    capital = [word for word in words if len(word) > 1 and word[0].isupper() and word not in SUFFIXES]
    if words[0] in lexicon.family_first() and words[0] not in lexicon.genders():
        return tuple(dict.fromkeys([words[0], *capital[-1:]]))
    return tuple(capital[-1:])


@Language.factory("entity_lexicon", assigns=["doc.ents"])
def make_entity_lexicon(nlp: Language, name: str) -> EntityLexicon:
    """Make the component."""
    return EntityLexicon(nlp)
