"""From torch weights to the 8-bit ONNX graph that the pipeline runs."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder.bert import WIDTH, Bert
from training.encoder.branch import Forked
from training.encoder.graft import INPUT
from training.encoder.pairs import Above

OPSET = 17
EXAMPLE = 9  # pieces; any number will do, for the axis is a free one


def export(encoder: Bert | Forked, target: Path) -> None:
    """Write an encoder with 8-bit weights.

    The graph takes `ids` and `kinds`, both (1, pieces), and gives `vectors`, (1, pieces, width). Nothing in it hides
    padding, since the pipeline pads nothing.
    """
    ids = torch.zeros(1, EXAMPLE, dtype=torch.long)
    _export(encoder, {"ids": ids, "kinds": torch.ones_like(ids)}, "vectors", ("ids", "kinds", "vectors"), target)


def export_above(branch: Above, target: Path) -> None:
    """Write what takes `embedded`, (1, pieces, width), and gives one row of scores, with 8-bit weights."""
    _export(branch, {INPUT: torch.zeros(1, EXAMPLE, WIDTH)}, "scores", (INPUT,), target)


def _export(model: nn.Module, inputs: dict[str, Tensor], output: str, free: Sequence[str], target: Path) -> None:
    """Weights keep to seven bits of eight, as processors without VNNI overflow; `free` names what has a free axis."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        with warnings.catch_warnings():
            # the newer exporter asks for one package more and gives the same graph
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                model.eval(), tuple(inputs.values()), str(plain), dynamo=False, opset_version=OPSET,
                input_names=list(inputs), output_names=[output],
                dynamic_axes={name: {1: "pieces"} for name in free},
            )  # fmt: skip
        onnx.checker.check_model(onnx.load(plain))
        quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
