"""Corroborate: from raw articles to tables of who is named, who said what, and where sources agree or conflict."""

from __future__ import annotations

__version__ = "0.1.0"
