"""Training the cross-encoder: what it reads, its loss, and that the pipeline computes what was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="a build-time dependency: pip install '.[train]'")

import torch

from pipeline.language.cross_encoder import LABELS, NONE, CrossEncoder, cut, joined, of_scores, together
from pipeline.language.encoder import new_session
from tests.test_pieces import VOCABULARY, make_pieces
from training.cross_encoder import loss_of, pack, read_pairs
from training.encoder import pairs
from training.encoder.bert import Bert
from training.encoder.export import export
from training.encoder.pairs import to_batch

ONE_MATTER = "one matter"


def test_the_written_pairs_have_two_texts_and_a_label() -> None:
    found = read_pairs()
    assert len(found) > 8000
    assert {label for _, _, label in found} == set(LABELS)
    assert all(first and second and first != second for first, second, _ in found)


@pytest.mark.parametrize("told", LABELS)
def test_claims_of_one_matter_agree_or_elaborate(told: str) -> None:
    low, high = -9.0, 9.0
    loss = float(loss_of(torch.tensor([[high if label == told else low for label in LABELS]]), [ONE_MATTER]))
    assert loss < 0.5 if told in {"agrees", "elaborates"} else loss > 5


def test_pairs_of_no_one_matter_leave_alone_what_tells_relations_apart() -> None:
    scores = torch.randn(1, len(LABELS), requires_grad=True)
    loss_of(scores, [NONE]).backward()
    assert scores.grad is not None
    assert scores.grad[0].nonzero().flatten().tolist() == [LABELS.index(NONE)]


def test_the_loss_is_the_mean_over_all_pairs() -> None:
    scores = torch.randn(3, len(LABELS), generator=torch.Generator().manual_seed(1))
    labels = ["agrees", ONE_MATTER, "date"]
    single = [float(loss_of(scores[i : i + 1], labels[i : i + 1])) for i in range(3)]
    assert float(loss_of(scores, labels)) == pytest.approx(sum(single) / 3, abs=1e-5)


def test_the_pipeline_computes_what_was_trained(tmp_path: Path) -> None:
    import onnx

    torch.manual_seed(3)
    export(Bert(len(VOCABULARY)), tmp_path / "encoder.onnx")
    encoder = (tmp_path / "encoder.onnx").read_bytes()
    model = pairs.CrossEncoder(Bert(len(VOCABULARY)), onnx.load_model_from_string(encoder)).eval()
    packed = pack(model, encoder)
    found = CrossEncoder(new_session(joined(packed, encoder)), make_pieces())
    first, second = "oslo rain", "rain"
    with torch.inference_mode():
        texts = (cut(make_pieces(), text) for text in (first, second))
        expected = of_scores(model(*to_batch([together(make_pieces().opens, *texts)]))[0].numpy())
    assert np.abs(found.log_probabilities(second, first) - expected).max() < 0.1  # eight bits
    assert len(packed["rest"]) < len(encoder)
