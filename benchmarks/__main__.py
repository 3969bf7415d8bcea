"""Every benchmark, one after the other: `python -m benchmarks --corpora DIR`."""

from __future__ import annotations

import subprocess
import sys

MODULES = ("benchmarks.quotes", "benchmarks.alignment", "benchmarks.speed")

for module in MODULES:
    print(f"\n## {module}\n", flush=True)
    subprocess.run([sys.executable, "-m", module, *sys.argv[1:]], check=True)  # noqa: S603 - our own modules
