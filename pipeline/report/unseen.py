"""How the page shows characters that cannot be seen."""

from __future__ import annotations

import re

from markupsafe import Markup

# Control characters, and what turns the direction of writing around.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(value: object) -> object:
    """A value as the page shows it: what would turn or hide the text around it is told by its code point."""
    if isinstance(value, str) and not isinstance(value, Markup):  # in markup all has been seen to
        return UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", value)
    return value
