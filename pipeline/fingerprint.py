"""What made a result, besides its input: the code, its data, the model and the libraries.

Two results with one fingerprint and one input are the same, so that one may stand for the other. The code is part of it
as it stands: whoever edits a rule or a lexicon need not think of a version number.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.language import model_folder

PACKAGE = Path(__file__).parent
LIBRARIES = (
    "charset-normalizer",
    "ftfy",
    "lxml",
    "lxml_html_clean",
    "numpy",
    "onnxruntime",
    "pandas",
    "pyarrow",
    "pypdf",
    "python-docx",
    "rapidfuzz",
    "scipy",
    "spacy",
    "textacy",
    "thinc",
    "tokenizers",
    "trafilatura",
)
"""Those whose version can change what comes out; the readers of formats are not installed everywhere."""

_OUTSIDE = ("cli.py", "export", "progress.py", "reference", "report")  # what these hold changes no table
_SHOWN = 16  # digits of a hash


def environment(model: str | None) -> dict[str, Any]:
    """What makes the results of a run, as goes into its manifest.

    Args:
        model: Name or path of a spaCy pipeline; None for the bundled model.

    Raises:
        ModelError: There is no such model.
    """
    return {
        "corroborate": __version__,
        "code": code(),
        "python": platform.python_version(),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
        "model": _model(model),
    }


@cache
def code() -> str:
    """A hash of the package: its code, its lexicons and the bundled weights."""
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    inside = [path for path in files if path.relative_to(PACKAGE).parts[0] not in _OUTSIDE]
    return _hash_of(inside, PACKAGE)


@cache
def of_pages() -> str:
    """What makes pages of rows: the code and templates of the report, and the libraries that fill them."""
    files = (path for path in (PACKAGE / "report").rglob("*") if path.is_file() and path.suffix != ".pyc")
    return f"{_hash_of(files, PACKAGE)} jinja2 {_version('jinja2')} markupsafe {_version('markupsafe')}"


@cache
def _model(name: str | None) -> str:
    """A model by its name, its version and a hash of its files."""
    folder = model_folder(name)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8")) if (folder / "meta.json").is_file() else {}
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return (
        f"{meta.get('lang', 'en')}_{meta.get('name', folder.name)} {meta.get('version', '')} {_hash_of(files, folder)}"
    )


def _hash_of(files: Iterable[Path], folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:_SHOWN]


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
