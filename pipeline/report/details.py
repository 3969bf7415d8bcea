"""What the script of a page knows, to tell of an item when somebody points at it or clicks on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.report.comparison import Comparison


def data(view: Comparison, raw_texts: Mapping[str, str]) -> dict[str, Any]:
    """What the script of the page knows: the raw texts and, of everything that is marked, its row.

    Returns:
        `articles`: letter, source, raw text; `items`: place of the article, kind, table, row id, span in the raw text,
        facts, places of speakers and entities, numbers of meetings.
    """
    places = {article.row["doc_id"]: place for place, article in enumerate(view.articles)}
    return {
        "articles": [[a.letter, a.row["source"], raw_texts[a.row["doc_id"]]] for a in view.articles],
        "items": [
            {
                "article": places[item.doc_id],
                "kind": item.kind,
                "table": item.table,
                "row": item.row_id,
                "raw": [item.row["raw_start"], item.row["raw_end"]],
                "facts": item.facts,
                "speakers": view.speakers_of(item.number),
                "entities": view.entities_of(item.number),
                "meetings": [one.number for one in item.meetings],
            }
            for item in view.items
        ],
    }
