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
from tests.docs.pages import session_for, with_tutorial
from tests.docs.session import same

_DOTS = re.compile(r"^\.\.\.$|(?<=.)\.\.\.", re.MULTILINE)
"""Dots that stand for something; at the beginning of a line they are Python's prompt."""


def refreshed(page: str, folder: Path, mine: Path) -> tuple[str, list[str]]:
    """A page with what its commands put out now, and the places that must be seen to by hand.

    Args:
        page: Its path from the root of the project.
        folder: An empty folder to run in.
        mine: What `with_tutorial` left.
    """
    text, by_hand = (ROOT / page).read_text(encoding="utf-8"), []
    session = session_for(page, folder, mine)
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
    with TemporaryDirectory() as temporary:
        place = Path(temporary).resolve()
        with_tutorial(place / "my")
        for number, page in enumerate(pages or PAGES):
            (folder := place / str(number)).mkdir()
            text, by_hand = refreshed(page, folder, place / "my")
            (ROOT / page).write_text(text, encoding="utf-8")
            for told in by_hand:
                sys.stdout.write(f"{told}: put the dots back for what differs from run to run\n")


if __name__ == "__main__":
    main(sys.argv[1:])
