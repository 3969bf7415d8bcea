"""From the fine-tuned model to a spaCy pipeline: the exported encoder, and every head as a component that reads it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from numpy.typing import NDArray
from spacy.language import Language
from spacy.util import compile_infix_regex
from torch import nn

from pipeline.language import attribution as _attribution  # noqa: F401 - registers its factory, as the next ones do
from pipeline.language import ner as _ner  # noqa: F401
from pipeline.language import parser as _parser  # noqa: F401
from pipeline.language.encoder import load_encoder
from training.encoder.batches import Labels
from training.encoder.bert import WIDTH
from training.encoder.branch import Forked
from training.encoder.export import export
from training.encoder.finetune import Stored
from training.encoder.heads import ARC, RELATION, Multitask
from training.encoder.roles import INNER, ROLE, Attributions

LISTENER: dict[str, Any] = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
WIDE = {**LISTENER, "width": 2 * WIDTH}
PART: dict[str, Any] = {"@architectures": "corroborate.Part.v1", "tok2vec": WIDE, "begin": 0, "width": WIDTH}


def assemble(stored: Stored, graph: Path, second: Multitask | None = None) -> Language:
    """Build the pipeline; the encoder's graph is written to `graph` on the way.

    Args:
        stored: The trained model.
        graph: Where to put the encoder.
        second: The model for attributions, forked from it; without one, the pipeline has no component for them.
    """
    model, labels = stored.model, stored.labels
    export(Forked(model.encoder, second.encoder) if second else model.encoder, graph)
    nlp = spacy.blank("en")
    split_more(nlp)
    encoder = {"@architectures": "corroborate.OnnxEncoder.v1", "width": (2 if second else 1) * WIDTH}
    load_encoder(_component(nlp, "tok2vec", {"model": encoder}).model, graph, stored.definition)
    vectors = {"tok2vec": PART if second else LISTENER}
    _add_taggers(nlp, model, labels, {"model": {"@architectures": "spacy.Tagger.v2", **vectors}})
    _add_parser(nlp, model, labels, {"model": vectors})
    ner = _component(nlp, "bio_ner", {"model": vectors}, "ner")
    ner.cfg["labels"] = list(labels.names)
    output = ner.model.get_ref("output")
    output.set_dim("nO", len(labels.names))
    _set(output, model.names)
    if second:
        attribution = _component(nlp, "attribution", {"model": {"tok2vec": {**PART, "begin": WIDTH}}})
        _set_attribution(attribution.model.get_ref("attribution"), second.attributions)
    return nlp


def split_more(nlp: Language) -> None:
    """Let the tokenizer part what spaCy's own keeps whole, "U.S.-led", "Berg(Latin", and keep endless runs whole.

    spaCy takes marks off a run one by one, each time reading the rest again: ten thousand take it ten seconds.
    """
    infixes = [*nlp.Defaults.infixes, r"(?<=[A-Z]\.)(?:-|–|—|--)(?=[A-Za-z])", r"(?<=[a-z])\((?=[A-Z])"]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.token_match = re.compile(r"\S{500,}").match


def _component(nlp: Language, factory: str, config: dict[str, Any], name: str | None = None) -> Any:
    return nlp.add_pipe(factory, name=name, config=config)


def _add_taggers(nlp: Language, model: Multitask, labels: Labels, config: dict[str, Any]) -> None:
    tagger = _component(nlp, "tagger", config)
    for tag in labels.tags:
        tagger.add_label(tag)
    morphologizer = _component(nlp, "morphologizer", config)
    for label in labels.morphs:
        pos, _, features = label.partition("|")
        morph = "|".join(sorted(part for part in (f"POS={pos}", features) if part))
        morphologizer.cfg["labels_morph"][morph] = features
        morphologizer.cfg["labels_pos"][morph] = spacy.symbols.IDS[pos]
    for component, names, head in ((tagger, labels.tags, model.tags), (morphologizer, labels.morphs, model.morphs)):
        output = component.model.get_ref("softmax")
        output.set_dim("nO", len(names), force=True)
        output.set_dim("nI", WIDTH, force=True)
        _set(output, head)


def _add_parser(nlp: Language, model: Multitask, labels: Labels, config: dict[str, Any]) -> None:
    parser = _component(nlp, "biaffine_parser", config, "parser")
    parser.cfg["labels"] = list(labels.relations)
    layer = parser.model.get_ref("biaffine")
    layer.set_dim("arc", ARC, force=True)
    layer.set_dim("relation", RELATION, force=True)
    starts = model.starts.weight[1:] - model.starts.weight[:1]
    sides = [side for head in (model.arcs, model.relations) for side in (head.as_head, head.as_child)]
    layer.set_param("W", _array(torch.cat([starts, *(side.weight for side in sides)])))
    layer.set_param(
        "b", _array(torch.cat([model.starts.bias[1:] - model.starts.bias[:1], *(side.bias for side in sides)]))
    )
    layer.set_param("arcs", _array(model.arcs.weight[0]))
    layer.set_param("relations", _array(model.relations.weight))


def _set_attribution(layer: Any, heads: Attributions) -> None:
    """Put the weights of attributions into their layer; all that is linear in a word's vector is one matrix there."""
    layer.set_dim("width", ROLE, force=True)
    layer.set_dim("inner", INNER, force=True)
    scales = heads.scale.weight.chunk(2, dim=1)
    weights = (
        heads.cues.weight,
        heads.first.weight,
        heads.last.weight,
        heads.word.weight,
        heads.joined.weight,
        *scales,
    )
    none = [torch.zeros(ROLE), torch.zeros(2 * INNER)]  # these sides have no bias of their own
    biases = (heads.cues.bias, heads.first.bias, none[0], heads.word.bias, heads.joined.bias, heads.scale.bias, none[1])
    layer.set_param("W", _array(torch.cat(weights)))
    layer.set_param("b", _array(torch.cat(biases)))
    layer.set_param("roles", _array(heads.weight))
    for name in ("distances", "places"):
        layer.set_param(name, _array(getattr(heads, name).weight))
    for name in ("moves", "begins"):
        layer.set_param(name, _array(getattr(heads, name)))
    kernels = [near.weight.permute(2, 1, 0).flatten(0, 1) for near in heads.layers]
    layer.set_param("near_W", _array(torch.stack(kernels)))
    layer.set_param("near_b", _array(torch.stack([near.bias for near in heads.layers])))
    layer.set_param("out_W", _array(heads.out.weight))
    layer.set_param("out_b", _array(heads.out.bias))


def _set(layer: Any, head: nn.Linear) -> None:
    layer.set_param("W", _array(head.weight))
    layer.set_param("b", _array(head.bias))


def _array(tensor: torch.Tensor) -> NDArray[np.float32]:
    return tensor.detach().numpy().astype(np.float32)
