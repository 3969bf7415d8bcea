"""PolNeAR's attributions as Docs, and as the heads of the encoder see them."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="a build-time dependency: pip install '.[train]'")

import spacy
import torch
from spacy.language import Language

from benchmarks.polnear import Article, Attribution
from training.attributions import to_doc, with_marks
from training.encoder import roles as heads
from training.encoder.bert import WIDTH

TEXT = 'Ada Berg said the pact "is dead".'
ATTRIBUTION = Attribution(source=((0, 8),), cue=((9, 13),), content=((14, 32),))


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def test_a_span_is_every_token_that_the_annotation_touches(blank: Language) -> None:
    doc = to_doc(blank, Article("a", TEXT, (ATTRIBUTION,)))
    spans = doc.spans["attributions"]
    expected = {"source": "Ada Berg", "cue": "said", "content": 'the pact "is dead"'}
    assert {span.label_: span.text for span in spans} == expected
    assert {span.id for span in spans} == {1}


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("“”", "Ada’s pact “is dead”."),
        ('""', 'Ada\'s pact "is dead".'),
        ("‘’", "Ada’s pact ‘is dead’."),
    ],
)
def test_marks_are_written_in_another_style_in_their_places(style: str, expected: str) -> None:
    assert with_marks('Ada\'s pact "is dead".', style) == expected


def test_roles_of_a_window(blank: Language) -> None:
    doc = to_doc(blank, Article("a", TEXT, (ATTRIBUTION,)))
    found = heads.roles_of(doc, 0, len(doc))
    assert found.labels.tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert found.cues.tolist() == [[0, 2, 2]]
    assert found.roles.tolist() == [[1, 1, 0, 2, 2, 2, 2, 2, 2, 0]]
    assert len(heads.roles_of(doc, 3, len(doc)).cues) == 0, "its cue stands in another window"


def test_the_loss_is_that_of_a_row_among_all_rows() -> None:
    torch.manual_seed(0)
    model = heads.Attributions(WIDTH)
    torch.nn.init.normal_(model.moves)
    scores, gold = torch.randn(1, 3, 3), torch.tensor([[1, 2, heads.UNKNOWN]])
    rows = [(one, other) for one in range(3) for other in range(3)]
    sums = torch.stack([scores[0, 0, a] + model.begins[a] + model.moves[a, b] + scores[0, 1, b] for a, b in rows])
    expected = torch.logsumexp(sums, 0) - sums[rows.index((1, 2))]
    assert model.rows(scores, gold)[0].item() == pytest.approx(expected.item(), abs=1e-5)
