"""Runs the blocks of a page in order, in a folder that looks like the project."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.docs.blocks import ROOT, Block, blocks_in

LINKED = ("pipeline", "raw", "docs", "notebooks", "deploy", "constraints.txt")
SET_UP = ("python", "run", "dev", "notebook", "train")
_OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "RAW", "OUT", "WORKERS")  # of the make that runs the tests
_WRAPPER = '#!/bin/sh\nPYTHONPATH="{root}" exec "{python}" {module}"$@"\n'


def checkout(root: Path, *, whole: bool) -> Path:
    """A folder that looks like the project after `make setup`.

    Args:
        root: The folder, which is made.
        whole: Whether the package is a copy that may be changed, and has what tests need.
    """
    root.mkdir()
    for name in LINKED:
        (root / name).symlink_to(ROOT / name)
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    if whole:
        (root / "pipeline").unlink()
        shutil.copytree(ROOT / "pipeline", root / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "tests").mkdir()
        for name in ("__init__.py", "conftest.py"):
            shutil.copy(ROOT / "tests" / name, root / "tests")
    _virtual_environment(root)
    return root


def _virtual_environment(root: Path) -> None:
    """What looks like .venv to make, with commands that run this Python on the package of the folder."""
    bin_folder = root / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name, module in (("python", ""), ("corroborate", "-m pipeline.cli ")):
        (bin_folder / name).write_text(_WRAPPER.format(root=root, python=sys.executable, module=module))
        (bin_folder / name).chmod(0o755)
    for name in SET_UP:
        (root / ".venv" / name).touch()


class Session:
    """The blocks of one page, run one after the other.

    Args:
        root: The folder to run in.
        apart: Whether each block of Python is a program of its own, which sees a package that the page has changed.
    """

    def __init__(self, root: Path, *, apart: bool = False) -> None:
        self.root, self.apart = root, apart
        self.names: dict[str, Any] = {"__name__": "__main__"}

    def run(self, block: Block) -> str:
        """Do what a block says, and give its text with what came out in the place of what it shows."""
        if (path := block.noted("file")) is not None:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(block.text, encoding="utf-8")
        elif block.language == "diff":
            change(self.root, block.text)
        elif block.language == "console":
            return self._console(block.text)
        elif block.language == "bash":
            self._shell(block.text)
        elif block.language == "pycon":
            return self._python_console(block)
        elif block.language == "python":
            self._python(block)
        return block.text

    def _shell(self, command: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name not in _OF_MAKE}
        environment |= {"HOME": str(self.root), "COLUMNS": "100", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            ["/bin/bash", "-eu", "-o", "pipefail", "-c", command],
            capture_output=True,
            text=True,
            cwd=self.root,
            env=environment,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(f"{command}\ngave {done.returncode}:\n{done.stdout}{done.stderr}")
        return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())

    def _console(self, text: str) -> str:
        commands = re.findall(r"^\$ (.*)$", text, flags=re.MULTILINE)
        return "".join(f"$ {command}\n{self._shell(command)}" for command in commands)

    def _python(self, block: Block) -> None:
        if self.apart:
            (self.root / ".block.py").write_text(block.text, encoding="utf-8")
            self._shell(".venv/bin/python .block.py")
            return
        with contextlib.chdir(self.root):
            exec(compile(block.text, block.place, "exec"), self.names)  # noqa: S102  # it is the project's own

    def _python_console(self, block: Block) -> str:
        found = []
        with contextlib.chdir(self.root):
            for example in doctest.DocTestParser().get_examples(block.text):
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(compile(example.source, block.place, "single"), self.names)  # noqa: S102  # as above
                first, *more = example.source.splitlines()
                found.append("\n".join([f">>> {first}", *(f"... {line}" for line in more)]) + "\n" + out.getvalue())
        return "".join(f"{line.rstrip()}\n" for line in "".join(found).splitlines())


def same(shown: str, came: str) -> bool:
    """Whether what a block shows is what came out; `...` stands for anything."""
    return doctest.OutputChecker().check_output(shown, came, doctest.ELLIPSIS)


def change(root: Path, text: str) -> None:
    """Apply a diff without line numbers: each part must be found exactly once in the file that is named above it."""
    path: Path | None = None
    for part in re.split(r"^(?=--- |@@)", text, flags=re.MULTILINE):
        if part.startswith("--- "):
            path = root / part.split()[1]
        elif part.startswith("@@"):
            assert path is not None, "a diff names its file first"
            lines = part.splitlines()[1:]
            old, new = ("".join(f"{line[1:]}\n" for line in lines if line[:1] != sign) for sign in "+-")
            whole = path.read_text(encoding="utf-8")
            assert whole.count(old) == 1, f"{path.name} does not hold, once:\n{old}"
            path.write_text(whole.replace(old, new), encoding="utf-8")


def tutorial_files() -> list[Block]:
    """The files that the tutorial has its reader write."""
    return [block for block in blocks_in("docs/tutorial.md") if block.noted("file") is not None]
