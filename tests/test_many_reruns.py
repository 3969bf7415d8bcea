"""Whatever is edited, added, removed or damaged: a rerun gives what a run from nothing gives."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline.store import trays

pytestmark = pytest.mark.slow

NAMES = [
    f"{paper}{edition}.txt" for paper in ("courier", "courier-2", "ledger", "gazette") for edition in ("", "-9", "9")
]
SENTENCES = (
    "The ferry to Oslo sank on Monday.",
    "A ferry sank on its way to Oslo on Monday, and {n} people were hurt.",
    "Rosa Lind, the harbour master of Bergen, said that {n} people were hurt when the ferry sank.",
    "“The ferry sank within {n} minutes,” Lind told reporters.",
    "The repair of the ferry will cost $ {n} million.",
    "Norway will pay {n} million dollars for the repair of the ferry, Prime Minister Ada Berg said.",
    "Nobody was hurt when the ferry to Oslo sank, Ada Berg denied.",
    "= {n} boats came to help.",
    "{first} {family}, a sailor from Narvik, said that the sea was rough.",
    "The sea was rough, {family} told reporters.",
)
FILLED = {
    "n": ("2", "3", "5", "40"),
    "first": ("Erik", "Anna"),
    "family": ("Holm", "Strand", "Dahl"),  # whose first names may stand in another article
}


def article(chance: random.Random) -> str:
    """A headline and a few sentences on one event."""
    told = chance.sample(SENTENCES, chance.randint(2, 5))
    filled = [one.format(**{name: chance.choice(values) for name, values in FILLED.items()}) for one in told]
    return "Ferry sinks near Oslo\n\n" + " ".join(filled)


def edit(raw: Path, chance: random.Random) -> None:
    """Change, add or remove some articles, at least one."""
    for name in chance.sample(NAMES, chance.randint(1, 3)):
        if (raw / name).exists() and chance.random() < 0.4:
            (raw / name).unlink()
        else:
            (raw / name).write_text(article(chance))


def damage(latest: Path, chance: random.Random) -> None:
    """Edit a file that the next run may take something from."""
    file = chance.choice(
        sorted(path for path in latest.rglob("*") if path.suffix in (".parquet", ".txt", ".html", ".json"))
    )
    file.write_bytes(file.read_bytes() + b" ")


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a generation by its path; times differ."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "timings.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("seed", range(3))
def test_a_rerun_gives_what_a_run_from_nothing_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(trays, "SIZE", 3)
    chance = random.Random(seed)  # noqa: S311  # a seed, so that a failure comes back
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name in NAMES[:9]:
        (raw / name).write_text(article(chance))
    pipeline.run(raw, out)
    for step in range(4):
        edit(raw, chance)
        if step == 2:
            damage((out / "latest").resolve(), chance)
        rerun, anew = pipeline.run(raw, out), pipeline.run(raw, tmp_path / "anew")
        assert rerun.folder.name == anew.folder.name
        assert files_of(rerun.folder) == files_of(anew.folder)
        shutil.rmtree(tmp_path / "anew")
