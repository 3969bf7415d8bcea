"""Pairs of claims made by hand, as alignment compares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from pipeline.alignment.documents import document_profiles
from pipeline.alignment.features import DocumentPair, Pair, compare_claims
from pipeline.alignment.profiles import Profile, entity_names, profiles, units_of
from pipeline.schema import Claim, ClaimEntity, ClaimSpan, Entity, Quantity
from tests.test_align import ENTITIES, amount, claim, entities_of


def entity(name: str, label: str, code: str | None = None) -> Entity:
    """An entity whose id is its label and its name."""
    return Entity(
        entity_id=f"{label.lower()}:{name.lower()}",
        name=name,
        label=label,
        country_code=code,
        wikidata_id=None,
        n_mentions=1,
        n_documents=1,
    )


def stretches(of: Claim, **roles: str) -> list[ClaimSpan]:
    """The stretches of a claim, by role the words of each."""
    found = []
    for position, (role, text) in enumerate(roles.items()):
        start = of.start + of.text.index(text)
        place = {"start": start, "end": start + len(text), "raw_start": start, "raw_end": start + len(text)}
        found.append(ClaimSpan(claim_id=of.claim_id, position=position, role=role, text=text, **place))  # type: ignore[arg-type]
    return found


def found_in(
    claims: Sequence[Claim],
    amounts: Sequence[Quantity] = (),
    spans: Sequence[ClaimSpan] = (),
    others: Sequence[Entity] = (),
) -> list[Profile]:
    """The profiles of some claims; of other entities those take part whose name stands in a claim."""
    taking_part = entities_of(claims) + [
        ClaimEntity(claim_id=c.claim_id, entity_id=e.entity_id, role="other")
        for c in claims
        for e in others
        if e.name in c.text
    ]
    return profiles(claims, taking_part, amounts, units_of([*ENTITIES, *others]), spans)


def pair(
    first: Claim,
    second: Claim,
    amounts: Sequence[Quantity] = (),
    spans: Sequence[ClaimSpan] = (),
    others: Sequence[Entity] = (),
) -> Pair:
    """Two claims of two documents that hold nothing else."""
    by_claim = {profile.claim.claim_id: profile for profile in found_in((first, second), amounts, spans, others)}
    return compared(by_claim[first.claim_id], by_claim[second.claim_id])


def compared(first: Profile, second: Profile) -> Pair:
    """Two profiles compared as the only ones of their documents, in the order given."""
    of_document = document_profiles((first, second))
    documents = DocumentPair(of_document[first.claim.doc_id], of_document[second.claim.doc_id])
    return compare_claims(first, second, documents)


def names(*others: Entity) -> Mapping[str, str]:
    """The names of the units of entities."""
    return entity_names([*ENTITIES, *others])


WORDS = st.sampled_from(
    ("Ada", "Rosa", "Lima", "treaty", "pact", "icebreaker", "harbour", "signed", "sold", "denied", "never", "unclear")
)
TEXTS = st.lists(WORDS, min_size=3, max_size=7).map(" ".join)


@st.composite
def any_pairs(draw: st.DrawFn) -> Pair:
    """Pairs of any claims, some of them negated, left open, or with a count."""
    claims, counts = [], []
    for doc_id in "ab":
        row = claim(
            doc_id,
            0,
            f"{draw(TEXTS)} nine",
            polarity=draw(st.sampled_from(("affirmed", "negated"))),
            modality=draw(st.sampled_from(("asserted", "possible", "planned"))),
        )
        value = draw(st.sampled_from((None, 7.0, 9.0)))
        counts += [amount(row, "nine", value, "icebreaker")] if value is not None else []
        claims.append(row)
    return pair(claims[0], claims[1], counts)
