"""The inputs of the benchmarks, pinned by hash, so that figures of two days are figures of one thing.

python -m benchmarks.inputs --corpora DIR   pin anew, after a change to training/pairs, the word list or the corpora
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from benchmarks.articles import made

PINS = Path(__file__).with_name("inputs.json")
SIZES = (100, 250, 1_000, 4_000, 16_000)
"""Articles that growth is measured over."""
SAMPLES = (5, 10, 20, 40, 200, 500)
"""Articles that speed is measured on."""
Article = tuple[str, str]


class InputsChangedError(Exception):
    """An input is not what it was pinned as; the message says what to do."""


def articles(n_articles: int) -> list[Article]:
    """File names and texts of a pinned number of made articles.

    Raises:
        InputsChangedError: They are not those that were pinned.
    """
    found = list(made(n_articles))
    wanted = _pins()["articles"].get(str(n_articles))
    if _hashes(found, (n_articles,))[str(n_articles)] != wanted:
        what = "differ from" if wanted else "are not among"
        raise InputsChangedError(
            f"{n_articles} made articles {what} those pinned: `python -m benchmarks.inputs` pins anew"
        )
    return found


def written(folder: Path, found: list[Article]) -> int:
    """Write articles into a new folder.

    Returns:
        How many words they have.
    """
    folder.mkdir(parents=True)
    for name, text in found:
        (folder / name).write_text(text, encoding="utf-8")
    return sum(len(text.split()) for _, text in found)


def hashes(sizes: set[int]) -> dict[str, str]:
    """The pinned hashes of some numbers of made articles."""
    pins = _pins()["articles"]
    return {str(size): pins[str(size)] for size in sorted(sizes)}


def check_corpora(corpora: Path) -> str:
    """The hash of all files of the corpora.

    Raises:
        InputsChangedError: It is not the pinned one.
    """
    found = _hash_of_files(corpora)
    if found != _pins()["corpora"]:
        raise InputsChangedError(
            f"the corpora in {corpora} differ from those pinned: see training/README.md on their versions"
        )
    return found


def pin(corpora: Path | None) -> None:
    """Write the pins anew; those of the corpora stay where none are given."""
    of_corpora = _hash_of_files(corpora) if corpora is not None else _pins()["corpora"]
    sizes = sorted({*SIZES, *SAMPLES})
    pins = {"articles": _hashes(list(made(sizes[-1])), sizes), "corpora": of_corpora}
    PINS.write_text(json.dumps(pins, indent=1) + "\n", encoding="utf-8")


def _pins() -> dict[str, dict[str, str]]:
    pins: dict[str, dict[str, str]] = json.loads(PINS.read_text(encoding="utf-8"))
    return pins


def _hashes(found: list[Article], sizes: tuple[int, ...] | list[int]) -> dict[str, str]:
    """The hash of the first articles, for some numbers of them."""
    running, hashes = hashlib.sha256(), {}
    for number, (name, text) in enumerate(found, start=1):
        running.update(f"{name}\n{text}\n".encode())
        if number in sizes:
            hashes[str(number)] = running.hexdigest()
    return hashes


def _hash_of_files(folder: Path) -> str:
    """One hash of the names and contents of all files under a folder but README files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    lines = (f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora; see training/README.md")
    pin(parser.parse_args().corpora)
