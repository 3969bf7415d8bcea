"""Fine-tuning: the vocabulary, windows as tensors, and that the pipeline computes what was trained."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

pytest.importorskip("torch", reason="a build-time dependency: pip install '.[train]'")

import torch

from pipeline.language.roles import PARAMS, distances, role_scores
from tests.test_pieces import VOCABULARY, make_pieces
from training.encoder.assemble import assemble
from training.encoder.batches import Labels, batches, items, read_labels, to_batch
from training.encoder.bert import WIDTH, Bert
from training.encoder.branch import share
from training.encoder.finetune import Stored
from training.encoder.heads import Multitask
from training.encoder.roles import UNKNOWN, Roles
from training.encoder.vocabulary import is_needed


@pytest.fixture
def doc() -> Doc:
    doc = Doc(spacy.blank("en").vocab, words=["Oslo", "rains", ".", "\n\n", "Rain", "."],
              spaces=[True, False, False, False, False, False], tags=["NNP", "VBZ", ".", "_SP", "NN", "."],
              pos=["PROPN", "VERB", "PUNCT", "SPACE", "NOUN", "PUNCT"], morphs=["Number=Sing", "", "", "", "", ""],
              heads=[1, 1, 1, 2, 4, 4], deps=["nsubj", "ROOT", "punct", "dep", "ROOT", "punct"])  # fmt: skip
    doc.set_ents([Span(doc, 0, 1, label="GPE")], missing=[Span(doc, 4, 5, label="?")], default="outside")
    return doc


@pytest.mark.parametrize(
    ("piece", "needed"),
    [("rain", True), ("##ing", True), ("é", True), ("“", True), ("7", True), ("[unused7]", False), ("дождь", False)],
)
def test_pieces_of_other_scripts_are_left_out(piece: str, needed: bool) -> None:
    assert is_needed(piece) is needed


def test_windows_carry_the_labels_of_their_words(doc: Doc) -> None:
    labels = read_labels([doc])
    (item,) = items(doc, make_pieces(), labels)
    assert item.heads == [1, 1, 1, 2, 4, 4]
    assert item.starts == [1, 0, 0, 0, 1, 0]
    assert [labels.tags[i] for i in item.tags] == ["NNP", "VBZ", ".", "_SP", "NN", "."]
    assert [UNKNOWN if i == UNKNOWN else labels.names[i] for i in item.names] == ["B-GPE", "O", "O", "O", UNKNOWN, "O"]


def test_what_is_not_annotated_is_unknown() -> None:
    doc = Doc(spacy.blank("en").vocab, words=["Rain", "."])
    (item,) = items(doc, make_pieces(), Labels(["NN"], ["NOUN|"], ["ROOT"], ["O"]))
    for column in (item.tags, item.morphs, item.heads, item.relations, item.names, item.starts):
        assert column == [UNKNOWN, UNKNOWN]


def test_a_batch_averages_the_pieces_of_a_word_and_hides_padding(doc: Doc) -> None:
    (item,) = items(doc, make_pieces(), read_labels([doc]))
    short = Doc(doc.vocab, words=["Rain"])
    (other,) = items(short, make_pieces(), read_labels([doc]))
    batch = to_batch([item, other])
    assert batch.mask.sum(1).tolist() == [len(item.window.ids), 3]
    assert batch.pooling[0, 1].tolist() == [0, 0, 0.5, 0.5, 0, 0, 0, 0, 0]
    assert batch.words[1].tolist() == [True] + [False] * 5
    assert batch.tags[1].tolist() == [UNKNOWN] * 6


def test_every_window_is_in_one_batch(doc: Doc) -> None:
    found = [item for _ in range(700) for item in items(doc, make_pieces(), read_labels([doc]))]
    packed = list(batches(found, random.Random(1)))  # noqa: S311
    assert len(packed) > 1
    assert sorted(id(item) for batch in packed for item in batch) == sorted(map(id, found))


def test_the_pipeline_computes_what_was_trained(doc: Doc, tmp_path: Path) -> None:
    torch.manual_seed(3)
    pieces, labels = make_pieces(), read_labels([doc])
    model = Multitask(Bert(len(VOCABULARY)), labels).eval()
    (item,) = items(doc, pieces, labels)
    with torch.inference_mode():
        expected = model.words(to_batch([item]))[0].numpy()
        tags = model.tags(torch.from_numpy(expected)).argmax(1).tolist()
    nlp = assemble(Stored(model, labels, pieces.definition), tmp_path / "encoder.onnx")
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    found = loaded(Doc(loaded.vocab, words=[t.text for t in doc], spaces=[True] + [False] * 5))
    assert np.corrcoef(found.tensor.ravel(), expected.ravel())[0, 1] > 0.98  # eight bits round
    assert [labels.tags.index(token.tag_) for token in found] == tags
    assert found.has_annotation("DEP")
    assert all(token.dep_ in labels.relations for token in found)


def test_the_pipeline_with_a_second_encoder_gives_the_same_trees_and_scores_roles_as_trained(
    doc: Doc, tmp_path: Path
) -> None:
    torch.manual_seed(3)
    pieces, labels = make_pieces(), read_labels([doc])
    first, second = (Multitask(Bert(len(VOCABULARY)), labels).eval() for _ in range(2))
    share(first.encoder, second.encoder)
    assert not second.encoder.words.weight.requires_grad
    torch.nn.init.normal_(second.attributions.distances.weight)
    (item,) = items(doc, pieces, labels)
    with torch.no_grad():
        trees, others = (model.words(to_batch([item]))[0] for model in (first, second))
        expected = torch.cat([trees, others], 1).numpy()
    nlp = assemble(Stored(first, labels, pieces.definition), tmp_path / "encoder.onnx", second)
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    found = loaded(Doc(loaded.vocab, words=[t.text for t in doc], spaces=[True] + [False] * 5))
    assert np.corrcoef(found.tensor.ravel(), expected.ravel())[0, 1] > 0.98  # eight bits round
    assert [labels.tags.index(token.tag_) for token in found] == first.tags(trees).argmax(1).tolist()
    layer = loaded.get_pipe("attribution").model.get_ref("attribution")
    vectors = np.random.default_rng(3).normal(size=(9, WIDTH)).astype(np.float32)
    (sides,), _ = layer([vectors], is_train=False)
    scores = role_scores({name: layer.get_param(name) for name in PARAMS}, sides, (3, 4), (0, 9))
    far = torch.from_numpy(distances(np.arange(9), (3, 4)))[None]
    cue = Roles(torch.zeros(1, 9), torch.tensor([[0, 3, 4]]), torch.zeros(1, 9, dtype=torch.long), far)
    with torch.no_grad():
        trained = second.attributions.scores(torch.from_numpy(vectors)[None], cue)[0].numpy()
    assert np.abs(scores - trained).max() < 0.02  # the activation is its usual approximation
