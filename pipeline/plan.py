"""What a run has to do: the files under raw/, what is known of them from runs before, and why the rest must be redone.

Nothing here needs spaCy or pandas, so that a run with nothing to do is over at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.config import Settings
from pipeline.fingerprint import environment
from pipeline.rawfiles import raw_bytes, shown
from pipeline.records import Rejected, SourceEntry
from pipeline.sources import MANIFEST, load_manifest, nearest_names, raw_paths
from pipeline.store.intact import damaged

if TYPE_CHECKING:
    from pipeline.progress import Progress

CACHE = "cache"
"""The folder of what is kept, beside the generations."""

_DOCUMENT_STAGES = "read, clean, annotate, entities, quotes, claims"
Why = Literal["new", "changed", "described anew", "made by another version", "not kept"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file under raw/ as a run finds it.

    Attributes:
        path: Its path there, with forward slashes.
        sha256: Of its bytes; None where it is no ordinary file, too big, or cannot be read.
        entry: What the manifest says of it.
    """

    path: str
    sha256: str | None
    entry: SourceEntry = field(default_factory=SourceEntry)

    @property
    def described(self) -> str:
        """A hash of what the manifest says of it."""
        return _digest(asdict(self.entry))


@dataclass(frozen=True)
class Plan:
    """The inputs of a run and what will make its results.

    Attributes:
        inputs: All files, sorted by path.
        environment: What makes the results of documents.
        settings: Settings that change what a run gives.
        unknown: Names in the manifest that are no files, each with the file that is perhaps meant.
    """

    inputs: tuple[Input, ...]
    environment: Mapping[str, Any]
    settings: Mapping[str, Any]
    unknown: Mapping[str, str | None] = field(default_factory=dict)

    def key(self, one: Input) -> str | None:
        """The key of what the document stages make of a file; None where nothing is worth keeping."""
        if one.sha256 is None:
            return None
        return _digest([one.path, one.sha256, asdict(one.entry), self.environment])

    def alignment_key(self, doc_id: str) -> str:
        """The key of what alignment made of a document and others, which are kept by keys of their own."""
        return _digest(["align", doc_id, self._made_by])

    @cached_property
    def _made_by(self) -> str:
        return _digest(self.environment)

    def keys(self) -> set[str]:
        """The keys of what the document stages make of all files."""
        return {key for one in self.inputs if (key := self.key(one))}

    @cached_property
    def run_key(self) -> str:
        """The key of what the whole run gives."""
        return _digest([[asdict(one) for one in self.inputs], self.environment, self.settings])

    def manifest(self) -> dict[str, Any]:
        """What the manifest of a generation tells of the plan."""
        inputs = {shown(one.path): {"sha256": one.sha256, "described": one.described} for one in self.inputs}
        return {**self.environment, "settings": dict(self.settings), "inputs": inputs, "run_key": self.run_key}

    def reasons(self, before: Mapping[str, Any]) -> dict[str, Why]:
        """Why each file that differs from the run before must be redone.

        Args:
            before: The manifest of the latest generation; empty where there is none.
        """
        known: Mapping[str, Mapping[str, str]] = before.get("inputs", {})
        same = all(before.get(name) == value for name, value in self.environment.items())
        found = {one.path: _why(one, known.get(shown(one.path)), same) for one in self.inputs}
        return {path: why for path, why in found.items() if why is not None}


def make_plan(settings: Settings) -> Plan:
    """Look at the files under raw/.

    Raises:
        UsageError: The raw folder or its manifest cannot be used.
    """
    paths, manifest = raw_paths(settings.raw), load_manifest(settings.raw)
    inputs = tuple(Input(path, _sha256(settings.raw, path), manifest.get(path, SourceEntry())) for path in paths)
    unknown = nearest_names(manifest, paths)
    return Plan(inputs, environment(settings.model), {"model": settings.model}, unknown)


def tell_unknown(plan: Plan, progress: Progress) -> None:
    """Tell of names in the manifest that are no files."""
    for name, meant in plan.unknown.items():
        progress.note("no_such_file", file=name, where=MANIFEST, did_you_mean=meant or "no file is called like it")


def is_up_to_date(plan: Plan, out: Path) -> bool:
    """Whether the latest tables are what the plan would give, all there, and without files to be tried again."""
    latest = latest_manifest(out)
    return latest.get("run_key") == plan.run_key and not latest.get("try_again") and not damaged(out / "latest")


def latest_manifest(out: Path) -> dict[str, Any]:
    """The manifest of the latest generation, empty where there is none that can be read."""
    try:
        found = json.loads((out / "latest" / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def told(plan: Plan, before: Mapping[str, Any], kept: set[str], up_to_date: bool) -> Iterator[str]:
    """In lines, what a run would do and why.

    Args:
        plan: What is there.
        before: The manifest of the latest generation.
        kept: Paths of the files whose results are kept from runs before.
        up_to_date: Whether the latest tables are what the plan would give, and whole.
    """
    yield from (f"{MANIFEST}: {name} is no file there" for name in plan.unknown)
    if up_to_date:
        yield "nothing to do: nothing changed since the latest tables were made"
        return
    if before.get("run_key") == plan.run_key:
        yield "the latest tables are damaged, or files are to be tried again"
    reasons = plan.reasons(before)
    for one in plan.inputs:
        if one.path not in kept:
            yield f"{shown(one.path)}: {reasons.get(one.path, 'not kept')}: {_DOCUMENT_STAGES}"
    gone = sorted(before.get("inputs", {}).keys() - {shown(one.path) for one in plan.inputs})
    yield from (f"{path}: gone" for path in gone)
    yield f"{len(kept)} of {len(plan.inputs)} files as kept from runs before; link and align over all"


def _why(one: Input, before: Mapping[str, str] | None, same_environment: bool) -> Why | None:
    if before is None:
        return "new"
    if before["sha256"] != one.sha256:
        return "changed"
    if before["described"] != one.described:
        return "described anew"
    return None if same_environment else "made by another version"


def _sha256(raw: Path, path: str) -> str | None:
    """The hash of a file's bytes; None for what is not read as an article at all."""
    try:
        return hashlib.sha256(raw_bytes(raw, path)).hexdigest()
    except (OSError, Rejected):
        return None


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
