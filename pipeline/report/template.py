"""How pages are written: text escaped, nothing that turns or hides it, and a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report.unseen import UNSEEN, shown

_UNSAFE_IN_JSON = re.compile(rf"[<>&\u2028\u2029]|{UNSEEN.pattern}")


def page(template: str, **values: Any) -> str:
    """A page, complete in one file.

    Args:
        template: Name of a file in `templates/`.
        values: What it shows.
    """
    style, script = _inlined("templates/report.css", "plots.css"), _inlined("templates/report.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    given = {"policy": Markup(policy), "style": style, "script": script}  # noqa: S704 - made here, of nothing foreign
    return _environment().get_template(template).render(**given, **values)


def data_block(value: Any) -> Markup:
    """A value as JSON that can stand in a script element: it ends no element and hides nothing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    escaped = _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return Markup(escaped)  # noqa: S704 - nothing is left that HTML takes for anything but text


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.report", "templates"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data_block"] = data_block
    return environment


@lru_cache(maxsize=2)
def _inlined(*names: str) -> Markup:
    texts = ((files("pipeline.report") / name).read_text(encoding="utf-8") for name in names)
    return Markup("\n".join(texts))  # noqa: S704 - files of this package


def _hash(text: str) -> str:
    """The hash by which a policy allows one inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
