"""The language model: the bundled English one or a spaCy pipeline of the user's, with this project's components."""

from __future__ import annotations

import hashlib
import importlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # spaCy takes a second to import, and the lexicons in this package are read without it
    from spacy.language import Language

from pipeline.errors import UsageError

BUNDLED = Path(__file__).parent / "en_corroborate"
CHECKSUMS = "checksums.json"
NEEDED = frozenset(("tagger", "parser", "ner"))
OWN_PARTS = tuple(f"pipeline.language.{name}" for name in ("encoder", "parser", "ner", "attribution"))  # of the bundled
COMPONENTS = {
    "asides": "pipeline.components.asides",
    "numeric_entities": "pipeline.components.numbers",
    "entity_lexicon": "pipeline.components.entity_lexicon",
    "coref": "pipeline.components.coref",
    "quotes": "pipeline.components.quotes",
    "claims": "pipeline.components.claims",
}


class ModelError(UsageError):
    """A language model is missing or damaged; the message says what to do."""


def load_model(name: str | None = None) -> Language:
    """Load a language model and add this project's components to it.

    Args:
        name: A spaCy package or the path of a pipeline directory; None for the bundled English model.

    Raises:
        ModelError: There is no such model, it lacks a tagger, parser or named entities, or a file of the bundled
            one is damaged.
    """
    nlp = _load_bundled() if name is None else _load_named(name)
    if missing := sorted(NEEDED - set(nlp.pipe_names)):
        raise ModelError(f"the model {name!r} has no {' and no '.join(missing)}: give a spaCy pipeline that has them")
    add_components(nlp)
    return nlp


def add_components(nlp: Language) -> None:
    """Add the components of this project that a pipeline does not have yet, in their order."""
    importlib.import_module("pipeline.components.sentences")
    if "parser" in nlp.pipe_names and "sentence_breaks" not in nlp.pipe_names:
        nlp.add_pipe("sentence_breaks", before="parser")
    for component, module in COMPONENTS.items():
        importlib.import_module(module)
        if component not in nlp.pipe_names:
            nlp.add_pipe(component)


def model_folder(name: str | None) -> Path:
    """The folder of a model; loads nothing.

    Args:
        name: Name of an installed package or path of a folder; None for the bundled model.

    Raises:
        ModelError: There is none.
    """
    if name is None:
        return BUNDLED
    found = find_spec(name) if name.isidentifier() else None
    folder = Path(found.origin).parent if found is not None and found.origin else Path(name)
    if not folder.is_dir():
        raise _missing(name)
    return folder


def file_checksums(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of a model but the list of checksums, keyed by its path in the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _load_bundled() -> Language:
    expected = _stored_checksums()
    found = file_checksums(BUNDLED)
    damaged = sorted(name for name in expected if found.get(name) != expected[name])
    if damaged:
        raise ModelError(f"the bundled model is damaged ({damaged[0]}): reinstall corroborate or run `make model`")
    import spacy

    for module in OWN_PARTS:
        importlib.import_module(module)

    return spacy.load(BUNDLED)


def _stored_checksums() -> dict[str, str]:
    try:
        stored: dict[str, str] = json.loads((BUNDLED / CHECKSUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"the bundled model is missing from {BUNDLED}: reinstall corroborate or run `make model`"
        raise ModelError(message) from error
    return stored


def _load_named(name: str) -> Language:
    import spacy

    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise _missing(name) from error


def _missing(name: str) -> ModelError:
    advice = f"python -m spacy download {name}" if "/" not in name and "\\" not in name else "check the path"
    return ModelError(f"no spaCy model {name!r}: install it ({advice}) or give the path of a model directory")
