"""From torch weights to the 8-bit ONNX graph that the pipeline runs."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.encoder.bert import Bert
from training.encoder.branch import Forked

OPSET = 17
EXAMPLE = 9  # pieces; any number will do, for the axis is a free one


def export(encoder: Bert | Forked, target: Path) -> None:
    """Write an encoder with 8-bit weights.

    The graph takes `ids` and `kinds`, both (1, pieces), and gives `vectors`, (1, pieces, width). Nothing in it hides
    padding, since the pipeline pads nothing. Weights keep to seven bits of eight, as processors without VNNI overflow.
    """
    ids = torch.zeros(1, EXAMPLE, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        with warnings.catch_warnings():
            # the newer exporter asks for one package more and gives the same graph
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                encoder.eval(), (ids, torch.ones_like(ids)), str(plain), dynamo=False, opset_version=OPSET,
                input_names=["ids", "kinds"], output_names=["vectors"],
                dynamic_axes={name: {1: "pieces"} for name in ("ids", "kinds", "vectors")},
            )  # fmt: skip
        onnx.checker.check_model(onnx.load(plain))
        quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
