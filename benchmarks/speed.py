"""How fast the document stages are: words a second on one core, and each stage's share of the time."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pipeline.records import SourceEntry
from pipeline.run import DocumentResult, Job, process

N_ARTICLES = 40


def measure(texts: list[str]) -> tuple[int, dict[str, float]]:
    """Take texts through the document stages.

    Returns:
        Tokens in all, and seconds by stage.
    """
    seconds: Counter[str] = Counter()
    n_tokens = 0
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder)
        for number, text in enumerate(texts):
            (raw / f"{number}.txt").write_text(text, encoding="utf-8")
        process(Job(raw, "0.txt", SourceEntry(), None))  # loads the model
        for number in range(len(texts)):
            result = process(Job(raw, f"{number}.txt", SourceEntry(), None))
            if isinstance(result, DocumentResult):
                n_tokens += result.rows["documents"][0].n_tokens
                seconds.update(result.seconds)
    return n_tokens, dict(seconds)


def main() -> None:
    """Print a table of the stages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    folder = parser.parse_args().corpora / "polnear" / "dev" / "text"
    if not folder.is_dir():
        sys.exit(f"there is no {folder}; see training/README.md on how to get the corpora")
    files = sorted(folder.glob("*.txt"))[:N_ARTICLES]
    n_tokens, seconds = measure([file.read_text(encoding="utf-8") for file in files])
    total = sum(seconds.values())
    print(f"{len(files)} articles, {n_tokens} tokens, {n_tokens / total:.0f} tokens a second\n")
    print("| stage | seconds | share |\n| --- | --- | --- |")
    for stage, value in seconds.items():
        print(f"| {stage} | {value:.2f} | {value / total:.0%} |")


if __name__ == "__main__":
    main()
