"""The page on settings, from the class that holds them."""

from __future__ import annotations

from dataclasses import fields

import typer.main

from pipeline.cli import app
from pipeline.config import FILE_NAME, TYPES, Settings
from pipeline.reference.markdown import code, entries, parts, table

_HEAD = f"""# Settings

Made from `pipeline/config.py` by `make docs`. Settings stand in `{FILE_NAME}` in the folder that a command is given
in, or in the file that `--config` names. An option of `corroborate run` goes before the file. Folders in the file count
from where the file is. A key that is no setting, or a value of another type, is told and nothing is run.
"""

_EXAMPLE = """
```toml
raw = "my/articles"
out = "my/outputs"
workers = 2
max_quarantine = 0.2
```
"""


def page() -> str:
    """The page as Markdown."""
    run = typer.main.get_command(app).commands["run"]  # type: ignore[attr-defined]  # it is a group
    options = {parameter.name for parameter in run.params}
    told = entries(parts(Settings)["Attributes"])
    rows = [
        (
            code(one.name),
            str(one.type),
            _default(one.default),
            f"`--{one.name}`" if one.name in options else "",
            told[one.name],
        )
        for one in fields(Settings)
        if one.name in TYPES
    ]
    return f"{_HEAD}\n{table(('setting', 'type', 'default', 'option', 'meaning'), rows)}{_EXAMPLE}"


def _default(value: object) -> str:
    return "" if value is None else code(value)
