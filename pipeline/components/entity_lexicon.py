"""Merge what the lexicons and the rules find with the names that the model found.

One rule for articles: a name never begins with "the", "a" or "an", whatever its type. Possessive endings, titles before
persons and hyphens between two names stand outside the spans too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from pipeline.components.datelines import datelines
from pipeline.language import lexicon
from pipeline.naming.guesses import guessed
from pipeline.naming.repeats import consistent, repeated
from pipeline.naming.rules import (
    headlines,
    institutions,
    is_firm,
    is_function_word,
    known_persons,
    title_matcher,
    titled_persons,
)
from pipeline.naming.spans import (
    NUMERIC_LABELS,
    Found,
    longest_first,
    method_of,
    set_method,
    tokens_of,
)

PREPOSITIONS = frozenset({"in", "at", "from", "to", "near", "outside", "of", "via", "towards", "toward", "around"})
NEAR = 4  # tokens on either side that tell whether a text is all in capitals
CUE_WINDOW = 4  # tokens in which "the" must stand: "the US-led West"


class Phrases:
    """Finds phrases; each is taken in when a text has a word that it may begin with.

    To cut all that the lexicons hold into tokens takes as long as two articles do from first to last. What is taken in
    is kept as text, not in spaCy's vocabulary, which forgets what came in a `memory_zone`.

    Args:
        nlp: The pipeline whose tokens they are made of.
        phrases: The phrases.
    """

    def __init__(self, nlp: Language, phrases: Sequence[str]) -> None:
        self._make_doc, self._phrases = nlp.make_doc, sorted(phrases)
        self._taken_in: set[tuple[str, ...]] = set()
        self._lengths: dict[str, set[int]] = defaultdict(set)
        firsts = {phrase.split(maxsplit=1)[0] for phrase in phrases}
        self._begins = {first[:end] for first in firsts for end in range(1, len(first) + 1)}

    def __call__(self, doc: Doc) -> list[Span]:
        """All places of phrases in a text, which may overlap."""
        words = [token.text for token in doc]
        for word in self._begins.intersection(words):
            self._begins.remove(word)
            self._take_in(word)
        sizes = ((i, size) for i, word in enumerate(words) for size in self._lengths.get(word, ()))
        return [doc[i : i + size] for i, size in sizes if tuple(words[i : i + size]) in self._taken_in]

    def _take_in(self, word: str) -> None:
        """Take in the phrases whose text begins with that of a word."""
        place = slice(bisect_left(self._phrases, word), bisect_left(self._phrases, f"{word}\U0010ffff"))
        for phrase in self._phrases[place]:
            words = tuple(token.text for token in self._make_doc(phrase))
            self._taken_in.add(words)
            self._lengths[words[0]].add(len(words))


class EntityLexicon:
    """Component `entity_lexicon`: sets `doc.ents` to names of lexicons, rules and model beside the numbers there.

    Words in names that the tagger took for pronouns and the like become proper nouns.

    Args:
        nlp: The pipeline that it is for.
        lexicons: Whether to look for the names that the lexicons list.
        rules: Whether to find names by the words around and in them, and to mend the model's names.
    """

    def __init__(self, nlp: Language, *, lexicons: bool = True, rules: bool = True) -> None:
        self.lexicons, self.rules = lexicons, rules
        forms = sorted(lexicon.names())
        curly = [form.replace("'", "’") for form in forms if "'" in form]
        self.names = Phrases(nlp, [*forms, *curly])
        self.titles = title_matcher(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents` and what found each of them."""
        _retag(span[0] for span in doc.ents if len(span) > 1 and span[1].is_title)
        given = [Found(span, method_of(span)) for span in doc.ents]
        numbers = [item for item in given if item.span.label_ in NUMERIC_LABELS]
        known = self._known(doc) if self.lexicons else []
        guesses = [item.span for item in given if item.span.label_ not in NUMERIC_LABELS]
        chosen = self._mended(doc, known, guesses) if self.rules else _merged(known, guesses)
        taken = tokens_of(item.span for item in chosen)
        chosen += [item for item in numbers if taken.isdisjoint(range(item.span.start, item.span.end))]
        doc.ents = tuple(item.span for item in chosen)
        for item in chosen:
            set_method(item.span, item.method)
        _retag(token for item in chosen for token in item.span)
        return doc

    def _mended(self, doc: Doc, known: list[Span], guesses: list[Span]) -> list[Found]:
        titles = filter_spans(self.titles(doc, as_spans=True))
        sure = [*(Found(span, "lexicon") for span in known), *_ruled(doc, known, titles)]
        model = list(guessed(doc, guesses, sure, titles))
        chosen = consistent(longest_first([*_overruled(sure, model, titles), *model]))
        return longest_first([*chosen, *repeated(doc, chosen)])

    def _known(self, doc: Doc) -> list[Span]:
        """Names of the lexicons."""
        found = []
        for span in self.names(doc):
            name = lexicon.name_of(span.text)
            if name and _has_cue(span, name.cue) and _is_name(span):
                found.append(Span(doc, span.start, span.end, label=name.label))
        return sorted(filter_spans(found), key=lambda span: span.start)


def _retag(tokens: Iterable[Token]) -> None:
    """Make proper nouns of words of names that are all capitals and that the tagger took for small ones.

    "The WHO met IF Metall."
    """
    for token in tokens:
        if token.is_upper and len(token) > 1 and is_function_word(token):
            token.tag_, token.pos_, token.lemma_ = "NNP", "PROPN", token.text
            token.set_morph("Number=Sing")  # type: ignore[attr-defined]  # the stubs of spaCy lack it


def _merged(known: list[Span], guesses: list[Span]) -> list[Found]:
    return longest_first([*(Found(span, "lexicon") for span in known), *(Found(span, "model") for span in guesses)])


def _ruled(doc: Doc, known: list[Span], titles: list[Span]) -> Iterator[Found]:
    """Names that rules find around those of the lexicons."""
    unsure = headlines(doc)
    taken = tokens_of(known) | unsure
    persons = [*titled_persons(doc, titles, taken), *known_persons(doc, taken)]
    offices = tokens_of(title for title in titles if len(title) > 1)
    agencies = list(_agencies(doc, taken))
    for span in (*persons, *agencies, *institutions(doc, known, tokens_of([*persons, *agencies]) | offices | unsure)):
        yield Found(span, "rule")
    yield from (Found(span, "rule") for span in map(_with_country, known) if span)


def _agencies(doc: Doc, taken: set[int]) -> Iterator[Span]:
    """News agencies that stand in the brackets of a dateline: "TORVIK (NSW) - The port is shut"."""
    for start, end in datelines(doc):
        brackets = [token.i for token in doc[start:end] if token.text in ("(", ")")]
        inside = doc[brackets[0] + 1 : brackets[1]] if len(brackets) == 2 else doc[start:start]
        if inside and taken.isdisjoint(tokens_of([inside])) and not any(map(_is_of_date, inside)):
            yield Span(doc, inside.start, inside.end, label="ORG")


def _is_of_date(token: Token) -> bool:
    return token.like_num or lexicon.unit_of(token.text.rstrip(".")) is not None


def _has_cue(span: Span, cue: str) -> bool:
    """Whether the word stands before a name that it needs: "the West", "in Nice"."""
    before = [token.lower_ for token in span.doc[max(0, span.start - CUE_WINDOW) : span.start]]
    return not cue or ("the" in before if cue == "the" else bool(before) and before[-1] in PREPOSITIONS)


def _is_name(span: Span) -> bool:
    """Whether a form of a lexicon is written as a name here; in a text all in capitals "WHO" may be the pronoun."""
    if len(span) == 1 and span[0].is_upper and is_function_word(span[0]):
        words = [token for token in span.doc[max(0, span.start - NEAR) : span.end + NEAR] if token.is_alpha]
        return sum(token.is_upper for token in words) <= len(words) / 2
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


def _overruled(sure: list[Found], model: list[Found], titles: list[Span]) -> list[Found]:
    """Names without those of the rules that the model knows better.

    It does where a rule has grown over more ("Secretary Ada Berg Direct Dial"), unless up to what companies' names end
    in ("Zelby Pharma"), and where what a given name begins is to the model no person ("Al Shuqur"), unless a title
    stands before it.
    """
    ends = {(item.span.start, item.span.label_): item.span.end for item in model}
    others = {(item.span.start, item.span.end) for item in model if item.span.label_ != "PERSON"}
    others -= {place for place in others if place[0] in {title.end for title in titles}}
    return [item for item in sure if item.method != "rule" or (
        (ends.get((item.span.start, item.span.label_), item.span.end) >= item.span.end or is_firm(item.span))
        and not (item.span.label_ == "PERSON" and (item.span.start, item.span.end) in others))]  # fmt: skip


@Language.factory(
    "entity_lexicon",
    assigns=["doc.ents", "token.tag", "token.pos", "token.lemma"],
    default_config={"lexicons": True, "rules": True},
)
def make_entity_lexicon(nlp: Language, name: str, lexicons: bool, rules: bool) -> EntityLexicon:
    """Make the component."""
    return EntityLexicon(nlp, lexicons=lexicons, rules=rules)
