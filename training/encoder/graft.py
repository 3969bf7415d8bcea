"""Puts a branch on what lies below the layers of the bundled encoder: a graph of its own with the same word vectors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import onnx

INPUT = "embedded"
_PREFIX = "branch/"


def on_top(trunk: onnx.ModelProto, branch: onnx.ModelProto) -> onnx.ModelProto:
    """The graph that takes what the trunk takes and gives what the branch gives.

    Args:
        trunk: The encoder's graph.
        branch: A graph of one input, `embedded`, (1, pieces, width), and one output.
    """
    embedded = _embedded(trunk)
    joined = onnx.ModelProto()
    joined.CopyFrom(trunk)
    below = _leading_to(embedded, trunk.graph.node)
    used = {name for node in below for name in node.input}
    _replace(joined.graph.node, below)
    _replace(joined.graph.initializer, [tensor for tensor in trunk.graph.initializer if tensor.name in used])
    for tensor in branch.graph.initializer:
        joined.graph.initializer.add().CopyFrom(tensor)
        joined.graph.initializer[-1].name = _PREFIX + tensor.name
    names = {"": "", INPUT: embedded, branch.graph.output[0].name: branch.graph.output[0].name}
    for node in branch.graph.node:
        added = joined.graph.node.add()
        added.CopyFrom(node)
        added.name = _PREFIX + node.name
        for ends in (added.input, added.output):
            ends[:] = [names.get(name, _PREFIX + name) for name in ends]
    _replace(joined.graph.output, branch.graph.output)
    onnx.checker.check_model(joined)
    return joined


def word_table(trunk: onnx.ModelProto) -> bytes:
    """The table of word vectors as it stands in the graph."""
    return next(t.raw_data for t in trunk.graph.initializer if t.name.endswith("words.weight_quantized"))


def _replace(kept: Any, parts: Iterable[Any]) -> None:
    parts = list(parts)
    del kept[:]
    kept.extend(parts)


def _leading_to(name: str, nodes: Iterable[onnx.NodeProto]) -> list[onnx.NodeProto]:
    """The nodes that one value depends on, in their order."""
    wanted, found = {name}, []
    for node in reversed(list(nodes)):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            found.append(node)
    return found[::-1]


def _embedded(trunk: onnx.ModelProto) -> str:
    """The name of what goes into the first layer: what the norm gives that belongs to no layer."""
    for node in trunk.graph.node:
        if node.op_type == "LayerNormalization" and node.input[1] in ("norm.weight", "first.norm.weight"):
            return str(node.output[0])
    raise ValueError("the graph has no norm below its layers: it is none of training/encoder/export.py")
