"""How the page shows characters that cannot be seen."""

from __future__ import annotations

import re

# Control characters, and what turns the direction of writing around.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(value: object) -> object:
    """A value as the page shows it: what would turn or hide the text around it is told by its code point."""
    return UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", value) if isinstance(value, str) else value
