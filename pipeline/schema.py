"""Every table once: columns, types, units, meaning, keys.

A row is a frozen dataclass, so what stages hand on is typed. The docstring of a row says what it is, the annotations
say all there is to say of a column; validation, the data package, `docs/tables.md` and the tests are made from them.

Units: every offset counts Unicode code points, end exclusive. `start`/`end` index the clean text of the document,
`raw_start`/`raw_end` the raw text (the file decoded, or what was extracted from it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pipeline.columns import DATE, SHARE, Col, RawEnd, RawStart
from pipeline.columns import Column as Column
from pipeline.columns import Span as Span
from pipeline.columns import Table as Table

DocId = Annotated[str, Col("document", ref="documents")]
SentenceId = Annotated[str, Col("sentence that the span begins in", ref="sentences")]
MentionId = Annotated[str | None, Col("the mention it stands in, null where there is none", ref="mentions")]
EntityId = Annotated[str | None, Col("entity, null where unresolved", ref="entities")]
Confidence = Annotated[
    float | None, Col("probability of being right, calibrated on a dev set; null where it is not", form=SHARE)
]
MaybeInt = int | None
SHA256 = "[0-9a-f]{64}"
Stance = Literal[
    "neutral", "apologised", "claimed", "confirmed", "criticised", "denied", "praised", "predicted", "promised",
    "refused", "urged", "warned",
]  # fmt: skip
Reason = Literal["scare", "term", "title", "nickname", "motto", "unattributed", "unclosed"]
ClaimKind = Literal[
    "main", "coordinated", "complement", "relative", "adverbial", "participial", "appositive", "nominal", "headline",
    "part",
]  # fmt: skip
EncodingSource = Literal["bom", "utf8", "utf8_repaired", "cp1252", "declared", "detected"]
Format = Literal["txt", "md", "html", "pdf", "docx"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article that was read."""

    doc_id: Annotated[str, Col("slug of the file name")]
    source: Annotated[str, Col("publisher: from raw/sources.toml, else from the text, else from the file name")]
    title: Annotated[str | None, Col("headline")]
    authors: Annotated[str | None, Col("authors, joined by '; '")]
    published: Annotated[str | None, Col("date of publication, ISO 8601", form=DATE)]
    url: Annotated[str | None, Col("where it was published")]
    lang: Annotated[str, Col("language, ISO 639-1", form="[a-z]{2}")]
    raw_path: Annotated[str, Col("path of the file under raw/")]
    raw_sha256: Annotated[str, Col("SHA-256 of the file's bytes", form=SHA256)]
    clean_sha256: Annotated[str, Col("SHA-256 of the clean text in UTF-8", form=SHA256)]
    format: Annotated[Format, Col("what the file is, by the suffix of its name")] = "txt"
    encoding: Annotated[str | None, Col("encoding that the file was decoded with; null for PDF and DOCX")]
    encoding_source: Annotated[EncodingSource | None, Col("how the encoding was told; null where there is none")]
    n_chars: Annotated[int, Col("code points of the clean text")]
    n_sentences: Annotated[int, Col("sentences")]
    n_tokens: Annotated[int, Col("tokens, white space not counted")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A file that could not be used, and why."""

    raw_path: Annotated[str, Col("path of the file under raw/")]
    stage: Annotated[str, Col("stage that gave it up")]
    reason: Annotated[str, Col("reason code")]
    detail: Annotated[str, Col("what to do about it, in words")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands in a file but is not running text: heads, footers, bylines, headings."""

    furniture_id: Annotated[str, Col("document and raw span")]
    doc_id: DocId
    label: Annotated[
        Literal["title", "heading", "byline", "issue_line", "running_head", "biography", "copyright", "footer"],
        Col("what it is; titles and headings stay in the clean text, the rest is taken out"),
    ]
    text: Annotated[str, Col("as it stands in the raw text")]
    start: Annotated[MaybeInt, Col("first character in the clean text, null where taken out")]
    end: Annotated[MaybeInt, Col("one past the last character in the clean text, null where taken out")]
    raw_start: RawStart
    raw_end: RawEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Span):
    """A sentence of the clean text."""

    sentence_id: Annotated[str, Col("document and span")]
    doc_id: DocId
    position: Annotated[int, Col("place in the document, from 0")]
    text: Annotated[str, Col("the sentence")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Span):
    """A name, role or pronoun that stands for an entity, or a date or number."""

    mention_id: Annotated[str, Col("document and span")]
    doc_id: DocId
    sentence_id: SentenceId
    text: Annotated[str, Col("as it stands in the clean text")]
    label: Annotated[str, Col("OntoNotes entity type")]
    name: Annotated[str | None, Col("fullest name of the same entity in the document; null for dates and numbers")]
    entity_id: EntityId
    method: Annotated[Literal["model", "lexicon", "rule", "coref"], Col("what found it")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, organisation, place or the like: one row for all documents."""

    entity_id: Annotated[str, Col("type and canonical name")]
    name: Annotated[str, Col("canonical name")]
    label: Annotated[str, Col("OntoNotes entity type")]
    country_code: Annotated[
        str | None, Col("ISO 3166-1 alpha-3, where it is a country or belongs to one", form="[A-Z]{3}")
    ]
    wikidata_id: Annotated[str | None, Col("Wikidata item, where known for certain", form="Q[1-9][0-9]*")]
    n_mentions: Annotated[int, Col("mentions in all documents, pronouns and roles included")]
    n_documents: Annotated[int, Col("documents that mention it")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAlias:
    """A form that an entity is mentioned by."""

    entity_id: Annotated[str, Col("entity", ref="entities")]
    alias: Annotated[str, Col("the form as it stands in the texts")]
    n_mentions: Annotated[int, Col("mentions in that form")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Span):
    """A continuous stretch of what somebody is said to have said."""

    quote_id: Annotated[str, Col("document and span")]
    utterance_id: Annotated[str, Col("shared by the stretches of one utterance")]
    doc_id: DocId
    sentence_id: SentenceId
    kind: Annotated[Literal["direct", "mixed", "indirect"], Col("all, some or none of it in quotation marks")]
    text: Annotated[str, Col("all that is attributed, marks included")]
    verbatim: Annotated[str | None, Col("the words inside quotation marks, joined by ' … '")]
    speaker_text: Annotated[str | None, Col("the speaker as named there")]
    speaker_name: Annotated[str | None, Col("who that is; several names joined by '; '")]
    speaker_entity_id: Annotated[
        str | None, Col("entity of the speaker; null where there are several: see quote_speakers", ref="entities")
    ]
    speaker_mention_id: Annotated[
        str | None, Col("mention that told which entity it is; null where there are several", ref="mentions")
    ]
    cue_text: Annotated[str | None, Col("the words that tell of the saying")]
    cue_lemma: Annotated[str | None, Col("lemma of the cue's word of saying")]
    cue_kind: Annotated[
        Literal["speech", "thought", "writing", "document"] | None,
        Col("whether it was said, thought or written, or stands in a document; null where the cue does not tell"),
    ]
    polarity: Annotated[Literal["affirmed", "negated"], Col("negated where it was denied or not said")]
    stance: Annotated[Stance, Col("how the cue colours it")]
    rule: Annotated[str, Col("what attributed it; 'floating' where the speaker is inherited")]
    confidence: Confidence
    speaker_start: Annotated[MaybeInt, Col("first character of the speaker in the clean text")]
    speaker_end: Annotated[MaybeInt, Col("one past its last")]
    speaker_raw_start: Annotated[MaybeInt, Col("first character of the speaker in the raw text")]
    speaker_raw_end: Annotated[MaybeInt, Col("one past its last")]
    cue_start: Annotated[MaybeInt, Col("first character of the cue in the clean text")]
    cue_end: Annotated[MaybeInt, Col("one past its last")]
    cue_raw_start: Annotated[MaybeInt, Col("first character of the cue in the raw text")]
    cue_raw_end: Annotated[MaybeInt, Col("one past its last")]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSpeaker:
    """An entity that a quote is attributed to; coordinated speakers have a row each."""

    quote_id: Annotated[str, Col("quote", ref="quotes")]
    entity_id: Annotated[str, Col("entity", ref="entities")]
    mention_id: Annotated[str, Col("mention that told which entity it is", ref="mentions")]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedTerm(Span):
    """Words in quotation marks that nobody is said to have said."""

    term_id: Annotated[str, Col("document and span")]
    doc_id: DocId
    sentence_id: SentenceId
    text: Annotated[str, Col("the words, marks included")]
    reason: Annotated[Reason, Col("why it is no quote")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Span):
    """A clause or noun phrase that asserts something, or a smaller claim that one is made of."""

    claim_id: Annotated[str, Col("document and span; of a part also its number among the claims of the same span")]
    doc_id: DocId
    sentence_id: SentenceId
    text: Annotated[str, Col("the clause; of a part all from its first word to its last, see statement")]
    subject: Annotated[str | None, Col("its subject as it stands there, also where it stands in another clause")]
    predicate: Annotated[str, Col("its verb with auxiliaries, negation and particle, or its noun")]
    object: Annotated[str | None, Col("its object, complement or, without one, its first prepositional argument")]
    subject_entity_id: EntityId
    object_entity_id: EntityId
    subject_mention_id: MentionId
    object_mention_id: MentionId
    predicate_lemma: Annotated[str, Col("lemma of the predicate's head, with its particle")]
    polarity: Annotated[Literal["affirmed", "negated"], Col("whether it is stated or denied, by its speaker if any")]
    modality: Annotated[
        Literal["asserted", "possible", "planned", "obliged", "conditional"], Col("how firmly it is stated")
    ]
    attributed_to: Annotated[str | None, Col("who says so; null where it is the author")]
    attributed_entity_id: EntityId
    quote_id: Annotated[str | None, Col("the quote that it stands in", ref="quotes")]
    terms: Annotated[
        str | None, Col("lemmas of its content words, joined by spaces, for matching; null where it has none")
    ]
    confidence: Confidence
    statement: Annotated[str, Col("what is claimed: its stretches in reading order, joined by spaces")] = ""
    kind: Annotated[ClaimKind, Col("kind of clause or phrase; a part is cut from another claim")] = "main"
    part_of: Annotated[str | None, Col("the claim that a part is cut from, null for all others", ref="claims")] = None
    tense: Annotated[
        Literal["past", "present", "future"] | None, Col("time that its verb tells; null where its form does not")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSpan(Span):
    """A stretch of what a claim is made of, its subject included also where that stands in another clause."""

    claim_id: Annotated[str, Col("claim", ref="claims")]
    position: Annotated[int, Col("place in the claim, from 0, in reading order")]
    role: Annotated[
        Literal["subject", "predicate", "object", "when", "where", "how_much", "other"], Col("what it is in the claim")
    ]
    text: Annotated[str, Col("the words")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntity:
    """An entity that takes part in a claim."""

    claim_id: Annotated[str, Col("claim", ref="claims")]
    entity_id: Annotated[str, Col("entity", ref="entities")]
    role: Annotated[Literal["subject", "object", "other"], Col("its place in the claim")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Span):
    """An amount, share, date or count in a claim."""

    claim_id: Annotated[str, Col("claim", ref="claims")]
    text: Annotated[str, Col("as it stands in the clean text")]
    value: Annotated[float | None, Col("number; for a date the year")]
    unit: Annotated[
        str | None, Col("ISO 4217 currency, unit of measure, '%', noun counted, or 'clock' for hours of the day")
    ]
    kind: Annotated[Literal["date", "time", "money", "percent", "quantity", "count", "ordinal"], Col("kind of amount")]
    bound: Annotated[
        Literal["exact", "about", "at_least", "at_most"] | None,
        Col("whether that is exact, nearly so, the least or the most; null where neither value nor days are known"),
    ] = None
    base_value: Annotated[
        float | None, Col("the value in base_unit; null where the unit is none of measure or time")
    ] = None
    base_unit: Annotated[
        str | None,
        Col("the one unit of what it measures: metre, square metre, litre, kilogram, second, degree Celsius, ..."),
    ] = None
    date_from: Annotated[
        str | None, Col("first day that a date means, ISO 8601; null where not known or without a beginning", form=DATE)
    ] = None
    date_to: Annotated[
        str | None, Col("last day that a date means, ISO 8601; null where not known or without an end", form=DATE)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A pair of claims of two documents that tell of the same matter."""

    alignment_id: Annotated[str, Col("the two claims")]
    claim_a: Annotated[str, Col("claim of the document whose id sorts first", ref="claims")]
    claim_b: Annotated[str, Col("claim of the other document", ref="claims")]
    doc_a: DocId
    doc_b: DocId
    source_a: Annotated[str, Col("publisher of doc_a")]
    source_b: Annotated[str, Col("publisher of doc_b")]
    relation: Annotated[Literal["agrees", "elaborates", "conflicts"], Col("how they stand to each other")]
    direction: Annotated[
        Literal["a", "b", "both"] | None, Col("which claim says more; null but where one elaborates the other")
    ]
    score: Annotated[float | None, Col("probability that they tell of the same event, calibrated on ECB+", form=SHARE)]
    similarity: Annotated[float, Col("weighted word overlap, 0 to 1", form=SHARE)]
    shared_entities: Annotated[str | None, Col("entities of both, joined by '; '")]
    conflict: Annotated[str | None, Col("what differs, in words")]
    conflict_kind: Annotated[
        Literal["number", "date", "polarity", "modality", "place", "actor"] | None, Col("in what they conflict")
    ]
    shared_origin: Annotated[
        Literal["words", "statement"] | None,
        Col("what shows that both have it from one origin: the same words, or one speaker's statement; else null"),
    ]
    verbatim: Annotated[
        Literal["same", "differs"] | None,
        Col("whether both give one utterance in the same quoted words; null where not both quote it"),
    ]
    cluster_id: Annotated[
        str | None, Col("the cluster that both are in; null where others tie them to two", ref="claim_clusters")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentEvidence(Span):
    """A stretch of an aligned claim that decided how it stands to the other."""

    alignment_id: Annotated[str, Col("alignment", ref="alignments")]
    position: Annotated[int, Col("place in the evidence, from 0: claim_a first")]
    claim_id: Annotated[str, Col("claim that it stands in", ref="claims")]
    doc_id: DocId
    role: Annotated[
        Literal["shared", "added", "conflict"], Col("both say so, the fuller claim adds it, or the claims differ in it")
    ]
    text: Annotated[str, Col("the words")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCluster:
    """Claims of two or more documents that tell of one matter."""

    cluster_id: Annotated[str, Col("the smallest id of its claims")]
    label: Annotated[str, Col("the claim that is closest to the others")]
    n_claims: Annotated[int, Col("claims in it")]
    n_sources: Annotated[int, Col("publishers of the documents that they stand in")]
    n_origins: Annotated[int, Col("those without the ones that have it from the same origin as another")]
    first_published: Annotated[str | None, Col("date of the earliest of these documents, ISO 8601", form=DATE)]
    agreement: Annotated[float, Col("share of the alignments inside it that are no conflicts, 0 to 1", form=SHARE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterClaim:
    """A claim that is in a cluster."""

    cluster_id: Annotated[str, Col("cluster", ref="claim_clusters")]
    claim_id: Annotated[str, Col("claim", ref="claims")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyIn:
    """A claim of a document that another document on the same event does not tell."""

    doc_id: DocId
    other_doc_id: Annotated[str, Col("the document that does not tell it", ref="documents")]
    claim_id: Annotated[str, Col("claim", ref="claims")]
    nearest: Annotated[
        float, Col("highest score of a claim there with it, 0 where none was worth comparing", form=SHARE)
    ]


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("documents", Document, ("doc_id",)),
        Table("quarantine", Quarantined, ("raw_path",)),
        Table("furniture", Furniture, ("furniture_id",)),
        Table("sentences", Sentence, ("doc_id", "position")),
        Table("mentions", Mention, ("mention_id",)),
        Table("entities", Entity, ("entity_id",)),
        Table("entity_aliases", EntityAlias, ("entity_id", "alias")),
        Table("quotes", Quote, ("quote_id",)),
        Table("quote_speakers", QuoteSpeaker, ("quote_id", "entity_id")),
        Table("quoted_terms", QuotedTerm, ("term_id",)),
        Table("claims", Claim, ("claim_id",)),
        Table("claim_spans", ClaimSpan, ("claim_id", "position")),
        Table("claim_entities", ClaimEntity, ("claim_id", "entity_id", "role")),
        Table("quantities", Quantity, ("claim_id", "start")),
        Table("alignments", Alignment, ("alignment_id",)),
        Table("alignment_evidence", AlignmentEvidence, ("alignment_id", "position")),
        Table("claim_clusters", ClaimCluster, ("cluster_id",)),
        Table("cluster_claims", ClusterClaim, ("cluster_id", "claim_id")),
        Table("only_in", OnlyIn, ("doc_id", "other_doc_id", "claim_id")),
    )
}

OF_DOCUMENTS = (
    *("documents", "furniture", "sentences", "mentions", "quotes", "quote_speakers", "quoted_terms"),
    *("claims", "claim_spans", "claim_entities", "quantities"),
)
"""The tables whose rows are each made from one document, once it is known who is named in it."""

OF_GROUPS = ("alignments", "alignment_evidence", "claim_clusters", "cluster_claims", "only_in")
"""The tables whose rows are each made from documents of one group that alignments tie together."""
