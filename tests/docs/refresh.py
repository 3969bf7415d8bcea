"""Writes into the documentation what its commands put out: `python -m tests.docs.refresh [PAGE...]`.

What shows `...` for what differs from run to run is left as it is where it fits; where it does not, it is told.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.blocks import PAGES, ROOT, blocks_in
from tests.docs.pages import session_for
from tests.docs.session import same

_DOTS = re.compile(r"^\.\.\.$|(?<=.)\.\.\.", re.MULTILINE)
"""Dots that stand for something; at the beginning of a line they are Python's prompt."""


def refreshed(page: str, folder: Path) -> tuple[str, list[str]]:
    """A page with what its commands put out now, and the places that must be seen to by hand.

    Args:
        page: Its path from the root of the project.
        folder: An empty folder to run in.
    """
    text, by_hand = (ROOT / page).read_text(encoding="utf-8"), []
    session = session_for(page, folder)
    for block in blocks_in(page):
        if block.noted("not run") is not None:
            continue
        came = session.run(block)
        if not same(block.text, came):
            text = text.replace(block.text, came)
            by_hand += [block.place] if _DOTS.search(block.text) else []
    return text, by_hand


def main(pages: Sequence[str]) -> None:
    """Write pages anew, all of them where none is named."""
    for page in pages or PAGES:
        with TemporaryDirectory() as place:
            text, by_hand = refreshed(page, Path(place).resolve())
        (ROOT / page).write_text(text, encoding="utf-8")
        for told in by_hand:
            sys.stdout.write(f"{told}: put the dots back for what differs from run to run\n")


if __name__ == "__main__":
    main(sys.argv[1:])
