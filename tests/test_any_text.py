"""Whatever the text, the document stages give sound rows or refuse it; nothing else."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.clock import Clock
from pipeline.quotation.direct import quotations
from pipeline.records import RawFile, Rejected
from pipeline.run import rows_of
from pipeline.schema import TABLES, Span
from pipeline.stages.read import read

VOCABULARY = (
    "Ada Berg Oslo Norway the The president minister her they it that who from of in and but said says told denied "
    "according to testimonies reports claim plan signed will not may have been is are “ ” ‘ ’ \" ' « » ( ) [ ] , . : ; "
    "- — ? ! $ 3 60 million percent June 2024 U.S. No. 's n't **bold** <u> \\$ # \n \n\n 😀 Осло 서울 \u200b \u202e"
)
TEXTS = st.lists(st.sampled_from(VOCABULARY.split(" ")), min_size=5, max_size=80).map(" ".join)


@given(text=TEXTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_are_sound_spans_with_ids_of_their_own(nlp: Language, text: str) -> None:
    with suppress(Rejected):
        result = rows_of(read(RawFile("any.txt", text.encode())), nlp, Clock())
        for name, rows in result.rows.items():
            keys = [tuple(getattr(row, column) for column in TABLES[name].key) for row in rows]
            assert len(set(keys)) == len(keys)
            for row in rows:
                if isinstance(row, Span):
                    assert result.clean_text[row.start : row.end] == row.text  # type: ignore[attr-defined]
                    assert row.text.strip() == row.text != ""  # type: ignore[attr-defined]
                    raw = result.raw_text[row.raw_start : row.raw_end]
                    assert (raw[0], raw[-1]) == (row.text[0], row.text[-1])  # type: ignore[attr-defined]


@given(text=st.text(alphabet="“”\"‘’'«»`abI,.: \n", max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_string_of_marks_loses_a_quotation(nlp: Language, text: str) -> None:
    doc = nlp(text)
    kept = [part for u in doc._.quotes for part in u.parts] + [term.span for term in doc._.quoted_terms]
    for quotation in quotations(doc):
        assert any(span.start <= quotation.first and quotation.end <= span.end for span in kept)


@pytest.mark.slow
@pytest.mark.parametrize("text", ['"' * 10_000, '"a' * 5_000, "“ ” " * 5_000, '"\n' * 10_000, "'" * 10_000])
def test_ten_thousand_marks_take_less_than_two_seconds(nlp: Language, text: str) -> None:
    quotes, doc, taken = nlp.get_pipe("quotes"), nlp(text), []
    for _ in range(3):
        begin = time.perf_counter()
        nlp.make_doc(text)
        quotes(doc)
        taken.append(time.perf_counter() - begin)
    assert min(taken) < 2
