"""The pictures of the page as inline SVG: who is quoted and named by which source, and how claims stand together."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from pipeline.report.graph import claim_graph
from pipeline.report.summary import SAID
from pipeline.report.svg import WIDTH, box, picture, shortened, words
from pipeline.tables import Tables

__all__ = ["claim_graph", "entities_by_source", "speakers_by_source"]

N_BARS = 8
N_COLOURS = 6  # as in plots.css; where there are more sources, the last one is for the others
OTHERS = "other sources"
_BAR, _LEGEND = 36, 18  # units from one to the next
_FIGURES = 56  # units for the number at the end of a line
_GAP = 1.0


def speakers_by_source(tables: Tables) -> Markup:
    """A bar for each of the most quoted, in utterances that are said or written, a colour a source.

    Args:
        tables: The tables.

    Returns:
        An SVG element; nothing where nobody is quoted.
    """
    said = tables.read("quotes", ("quote_id", "utterance_id", "doc_id"), cue_kind=SAID)
    speakers = tables.read("quote_speakers", ("quote_id", "entity_id"))
    spoken = said.merge(speakers, on="quote_id").drop_duplicates(["utterance_id", "entity_id"])
    return _bars("plot-speakers", "Who is quoted most, in utterances by source", _counted(tables, spoken))


def entities_by_source(tables: Tables) -> Markup:
    """A bar for each of the most named, in mentions with roles and pronouns, a colour a source.

    Args:
        tables: The tables.

    Returns:
        An SVG element; nothing where nobody is named.
    """
    mentions = tables.read("mentions", ("doc_id", "entity_id")).dropna(subset="entity_id")
    return _bars("plot-entities", "Who and what is named most, in mentions by source", _counted(tables, mentions))


def _counted(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the foremost entities: a line an entity by name, a column a source."""
    documents = tables.read("documents", ("doc_id", "source"))
    entities = tables.read("entities", ("entity_id", "name"))
    source_of = dict(zip(documents["doc_id"], documents["source"], strict=True))
    name_of = dict(zip(entities["entity_id"], entities["name"], strict=True))
    totals = rows["entity_id"].value_counts().to_dict()
    foremost = sorted(totals, key=lambda entity: (-totals[entity], name_of[entity], entity))[:N_BARS]
    shown = rows[rows["entity_id"].isin(foremost)]  # a table of all entities by all sources would not fit in memory
    counts = pd.crosstab(shown["entity_id"], shown["doc_id"].map(source_of))
    return _few_sources(counts.loc[foremost]).set_axis([name_of[entity] for entity in foremost], axis="index")


def _few_sources(counts: pd.DataFrame) -> pd.DataFrame:
    """Columns by name, so that a source has one colour in all plots; of many the ones with most, then the others."""
    if counts.shape[1] <= N_COLOURS:
        return counts.sort_index(axis="columns")
    totals = counts.sum()
    kept = sorted(counts.columns, key=lambda source: (-totals[source], source))[: N_COLOURS - 1]
    return counts[kept].assign(**{OTHERS: counts.drop(columns=kept).sum(axis=1)})


def _bars(name: str, title: str, counts: pd.DataFrame) -> Markup:
    """The picture of such counts."""
    if counts.empty:
        return Markup("")
    colours = {source: f"s{i}" for i, source in enumerate(map(str, counts.columns)) if counts[source].any()}
    scale = WIDTH / int(counts.sum(axis=1).max())
    parts, y = [], 0
    for source, colour in colours.items():
        parts += [box(0, y + 3, 10, colour), words(16, y + 12, shortened(source, WIDTH - 16))]
        y += _LEGEND
    told = []
    for entity, row in zip(map(str, counts.index), counts.to_dict("records"), strict=True):
        shares = {source: int(row[source]) for source in colours if row[source]}
        parts += _bar(y, entity, shares, colours, scale)
        told.append(f"{entity}: " + ", ".join(f"{source} {count}" for source, count in shares.items()))
        y += _BAR
    return picture(name, title, ". ".join(told), y, parts)


def _bar(y: int, name: str, shares: Mapping[str, int], colours: Mapping[str, str], scale: float) -> list[Markup]:
    """A line with a name and a number, and under it the bar in its pieces."""
    parts = [
        words(0, y + 16, shortened(name, WIDTH - _FIGURES)),
        words(WIDTH, y + 16, f"{sum(shares.values()):,}", "end"),
    ]
    x = 0.0
    for source, count in shares.items():
        parts.append(box(x, y + 22, max(count * scale - _GAP, _GAP), colours[source], f"{name}, {source}: {count}"))
        x += count * scale
    return parts
