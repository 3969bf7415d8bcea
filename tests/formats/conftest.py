from __future__ import annotations

import pytest

from pipeline.formats import Extracted, sandbox
from pipeline.records import Rejected


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extract in this process: for tests of what is extracted, which need none of the limits and should be quick."""

    def extract(function: str, data: bytes) -> Extracted:
        found = sandbox.found_in(function, data)
        if "reason" in found:
            raise Rejected(**found)
        return Extracted(**found)

    monkeypatch.setattr(sandbox, "extract", extract)
