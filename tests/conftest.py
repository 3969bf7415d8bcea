"""What several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.language import load_model

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The bundled language pipeline with all components."""
    return load_model()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Articles and corpora that are no part of the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which is no part of the project")
    return folder
