"""A browser for the tests of pages, where there is one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.tables import Tables
from tests.conftest import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Opened:
    """A page in the browser, with all that it complained of, asked for, or let run."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self.requests.append(request.url))

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()


Open = Callable[..., Opened]


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """A headless Chromium without a network."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Open]:
    """Opens a file in a context of its own."""
    contexts = []

    def open_file(path: Path, width: int = 1280, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 860}, offline=True, **options)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.set_default_timeout(10_000)
        found.page.goto(path.as_uri())
        return found

    yield open_file
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def own(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the two articles in raw/, with their page."""
    return pipeline.run(ROOT / "raw", tmp_path_factory.mktemp("out")).tables


@pytest.fixture(scope="session")
def axe() -> str:
    """The program that looks for what keeps people from using a page."""
    path = Path(os.environ.get("AXE_CORE", ROOT.parent / "axe-core" / "axe.min.js"))
    if not path.is_file():
        pytest.skip("set AXE_CORE to the file axe.min.js of the npm package axe-core")
    return path.read_text(encoding="utf-8")
