"""The pages of a generation: files that open offline, each complete in itself.

Of a few articles `report.html` shows all side by side. Of many it is a front page, with pages for the pairs that have
most to say to each other under `report/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from pipeline.report.comparison import comparison
from pipeline.report.details import data
from pipeline.report.front import SHOWN, foremost, front
from pipeline.report.items import UNKNOWN
from pipeline.report.kept import Kept, digests
from pipeline.report.pairs import PAIRED, Joined, chosen, joined
from pipeline.report.plots import claim_graph, entities_by_source, speakers_by_source
from pipeline.report.rows import Rows, narrowed, records, rows_of
from pipeline.report.template import page
from pipeline.tables import Tables

Plot = tuple[str, Markup]
FRONT = "report.html"
FEW = 6
"""Articles that stand side by side on one page; of more there is a front page."""


def pages(
    tables: Tables, clean_texts: Mapping[str, str], raw_texts: Mapping[str, str], kept: Kept | None = None
) -> dict[str, str]:
    """The pages by name, `report.html` the first of them.

    Args:
        tables: The tables.
        clean_texts: Clean text by doc_id.
        raw_texts: Raw text by doc_id.
        kept: Pages made before, which stand for those that would be the same; None to make all.
    """
    doc_ids = list(tables.read("documents", ("doc_id",))["doc_id"])
    quarantine = records(tables.read("quarantine"))
    if len(doc_ids) <= FEW:
        rows = rows_of(tables, doc_ids)
        return {FRONT: _side_by_side(rows, clean_texts, raw_texts, quarantine=quarantine, plots=_plots(tables))}
    pairs = joined(tables.read("alignments", PAIRED))
    told = {relation: foremost(tables, relation) for relation in SHOWN}
    told_of = {(row["doc_a"], row["doc_b"]) for rows in told.values() for row in rows}
    shown = chosen(pairs, told_of)
    made = _taken(tables, shown, kept or Kept())
    missing = [pair for pair in shown if pair.name not in made]
    rows = rows_of(tables, {doc_id for pair in (*told_of, *(one.documents for one in missing)) for doc_id in pair})
    values = front(tables, rows, clean_texts, shown, len(pairs), told)
    for pair in missing:
        own = narrowed(rows, pair.documents)
        made[pair.name] = _side_by_side(own, clean_texts, raw_texts, back=f"../{FRONT}")
    return {
        FRONT: page("front.html", quarantine=quarantine, plots=_plots(tables), **values),
        **{pair.name: made[pair.name] for pair in shown},
    }


def _taken(tables: Tables, shown: Sequence[Joined], kept: Kept) -> dict[str, str]:
    """The pages of pairs that were made before from the same; of all, it is noted what they are made from."""
    found = digests(tables, [pair.documents for pair in shown], kept.documents)
    kept.digests = {pair.name: found[pair.documents] for pair in shown if pair.documents in found}
    taken = {name: kept.page(name, digest) for name, digest in kept.digests.items()}
    return {name: page for name, page in taken.items() if page is not None}


def _side_by_side(
    rows: Rows,
    clean_texts: Mapping[str, str],
    raw_texts: Mapping[str, str],
    *,
    quarantine: list[dict[str, str]] | None = None,
    plots: Sequence[Plot] = (),
    back: str | None = None,
) -> str:
    view = comparison(rows, clean_texts)
    values = {"view": view, "data": data(view, raw_texts), "unknown": UNKNOWN}
    return page("comparison.html", quarantine=quarantine or [], plots=plots, back=back, **values)


def _plots(tables: Tables) -> list[Plot]:
    """The pictures that show something, each with its heading."""
    found = [
        ("Quoted by whom", speakers_by_source(tables)),
        ("Named by whom", entities_by_source(tables)),
        ("The matter that most claims tell of", claim_graph(tables)),
    ]
    return [(heading, plot) for heading, plot in found if plot]
