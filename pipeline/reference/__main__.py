"""Prints a page of the reference: `python -m pipeline.reference commands`."""

from __future__ import annotations

import sys

from pipeline.reference import page

sys.stdout.write(page(sys.argv[1]))
