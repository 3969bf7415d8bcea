# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What the articles tell
# `make run` makes the tables, and `make notebook` opens this notebook on them. After `make run OUT=my/outputs` it is
# `make notebook OUT=my/outputs`; or put the folder into the cell below. `docs/tables.md` describes every column.
#
# `explore.ipynb` is made anew whenever `explore.py` changes: copy it under another name to keep what you change in it.

# %%
import os
from html import escape
from pathlib import Path

import altair as alt
import duckdb
import pandas as pd
from IPython.display import HTML

import pipeline

OUT = Path(os.environ.get("OUT") or "../outputs")  # for example: OUT = Path("/home/me/my/outputs")

# %% [markdown]
# Claims are read whole and from the left, their `$` are dollars, no formulas, and JupyterLab draws the charts itself,
# without scripts from elsewhere.

# %%
alt.renderers.enable("mimetype")
pd.set_option("display.max_colwidth", None, "display.html.use_mathjax", False)
STYLE = "text-align: left !important; vertical-align: top !important; min-width: 6em"  # dates in one line
HTML(f"<style>table.dataframe :is(th, td) {{ {STYLE} }}</style>")

# %% [markdown]
# ## The tables
# `tables` has one DataFrame an attribute. These are the articles:

# %%
tables = pipeline.load_tables(OUT)
documents = tables.documents[["doc_id", "source", "title", "published", "n_sentences"]]
documents.set_index("doc_id").head(20)

# %% [markdown]
# And so many rows each table has:

# %%
pd.Series({name: len(frame) for name, frame in tables.frames.items()}, name="rows").to_frame()

# %% [markdown]
# ## Who is quoted, and by which source
# An utterance may come in several stretches, a row each, and may have several speakers. What is thought is left out,
# and so are speakers without a name.

# %%
spoken = (
    tables.quotes[tables.quotes["cue_kind"].isin(["speech", "writing", "document"])]
    .merge(tables.quote_speakers, on="quote_id")
    .merge(tables.entities[["entity_id", "name"]], on="entity_id")
    .merge(documents[["doc_id", "source"]], on="doc_id")
)
quoted = (
    spoken.groupby("name")
    .agg(utterances=("utterance_id", "nunique"), sources=("source", "nunique"))
    .sort_values(["utterances", "name"], ascending=[False, True])
    .head(12)
)
quoted

# %% [markdown]
# The same, source by source:

# %%
by_source = (
    spoken[spoken["name"].isin(quoted.index)]
    .groupby(["name", "source"], as_index=False)
    .agg(utterances=("utterance_id", "nunique"))
)
alt.Chart(by_source).mark_bar().encode(
    x=alt.X("utterances:Q", axis=alt.Axis(tickMinStep=1)),
    y=alt.Y("name:N", sort="-x", title=None),
    color="source:N",
    tooltip=["name:N", "source:N", "utterances:Q"],
)

# %% [markdown]
# With which words the sources quote the first of them. `stance` is how the cue colours what was said:

# %%
foremost = spoken[spoken["name"].isin(quoted.index[:1])].sort_values(["source", "doc_id", "start"])
foremost.set_index("name")[["source", "cue_text", "stance", "polarity", "text"]].head(12)

# %% [markdown]
# ## What the sources agree and differ on
# A row of `alignments` is a pair of claims of two articles on the same matter. How many there are, by source:

# %%
pd.crosstab([tables.alignments["source_a"], tables.alignments["source_b"]], tables.alignments["relation"]).head(20)

# %% [markdown]
# The conflicts come first, then what agrees and what one source elaborates, the surest first. `shared_origin` tells
# where both have it from one origin, so that the one does not bear out the other.

# %%
statement = tables.claims.set_index("claim_id")["statement"]
pairs = tables.alignments.assign(
    relation=pd.Categorical(tables.alignments["relation"], ["conflicts", "agrees", "elaborates"], ordered=True),
    a=tables.alignments["claim_a"].map(statement),
    b=tables.alignments["claim_b"].map(statement),
).sort_values(["relation", "score"], ascending=[True, False])
told = pairs.set_index("relation")[["score", "conflict", "source_a", "a", "source_b", "b", "shared_origin"]]
told.fillna({"conflict": "", "shared_origin": ""}).groupby("relation", observed=True).head(8)

# %% [markdown]
# ## Pairs with their evidence
# Of each relation the surest pair. What decided is marked in both claims: highlighted where they differ, bold what
# only one says, underlined what both say.

# %%
MARKS = {"conflict": "mark", "added": "b", "shared": "u"}
claims = tables.claims.set_index("claim_id")


def marked(claim_id: str, evidence: pd.DataFrame) -> str:
    """A claim as HTML; all that comes from the article is escaped."""
    claim, text = claims.loc[claim_id], tables.text(claims.loc[claim_id, "doc_id"])
    spans = evidence[evidence["claim_id"] == claim_id].sort_values("start")
    at, parts = min([claim["start"], *spans["start"]]), []
    for span in spans.itertuples():
        tag = MARKS[span.role]
        parts += [escape(text[at : span.start]), f"<{tag}>{escape(text[span.start : span.end])}</{tag}>"]
        at = span.end
    return f"<bdi>{''.join(parts)}{escape(text[at : max(at, claim['end'])])}</bdi>"


def side_by_side(pair: pd.Series) -> str:
    """A pair of claims as an HTML table."""
    evidence = tables.alignment_evidence[tables.alignment_evidence["alignment_id"] == pair["alignment_id"]]
    heads = "".join(f"<th>{escape(pair[source])}</th>" for source in ("source_a", "source_b"))
    cells = "".join(f"<td>{marked(pair[claim], evidence)}</td>" for claim in ("claim_a", "claim_b"))
    caption = f"{pair['relation']} {pair['score']:.2f}"
    return f'<table class="dataframe mathjax_ignore"><caption>{caption}</caption><tr>{heads}<tr>{cells}</table>'


surest = pairs.groupby("relation", observed=True).head(1)
HTML("".join(side_by_side(pair) for _, pair in surest.iterrows()) or "No two claims are aligned.")

# %% [markdown]
# ## What several sources tell
# A cluster holds the claims on one matter. What two sources have from the same origin counts once in `n_origins`;
# `agreement` is the share of its pairs that do not conflict.

# %%
matters = tables.claim_clusters.sort_values(["n_origins", "n_sources", "agreement"], ascending=[False, False, True])
matters.set_index("label")[["n_claims", "n_sources", "n_origins", "agreement", "first_published"]].head(15)

# %% [markdown]
# The claims of the first, in full:

# %%
first = (
    matters.head(1)[["cluster_id"]].merge(tables.cluster_claims, on="cluster_id").merge(tables.claims, on="claim_id")
)
first.merge(documents, on="doc_id").set_index("source")[["statement", "modality", "attributed_to"]].fillna("")

# %% [markdown]
# ## What only one source tells
# `only_in` names the claims of an article that another one on the same event does not tell. Those that meet a claim
# of some third article are left out here; `missing_in` counts the articles that do not tell it.

# %%
met = pd.concat([tables.alignments["claim_a"], tables.alignments["claim_b"]])
alone = (
    tables.only_in[~tables.only_in["claim_id"].isin(met)]
    .groupby("claim_id", as_index=False)
    .agg(missing_in=("other_doc_id", "nunique"))
    .merge(tables.claims, on="claim_id")
    .merge(documents[["doc_id", "source"]], on="doc_id")
)
alone["source"].value_counts().to_frame("claims that no other source tells").head(20)

# %% [markdown]
# Some of them, those that are missing in most articles first:

# %%
alone = alone.sort_values(["missing_in", "doc_id", "start"], ascending=[False, True, True]).fillna(
    {"attributed_to": ""}
)
alone.set_index("source")[["missing_in", "statement", "attributed_to"]].groupby("source").head(8).head(24)

# %% [markdown]
# ## A timeline
# Dates such as *last Tuesday* are worked out from the day of publication: `date_from` and `date_to` are the first and
# the last day that is meant. Claims that are part of another one are left out.

# %%
dated = (
    tables.quantities.dropna(subset="date_from")
    .merge(tables.claims[tables.claims["part_of"].isna()][["claim_id", "doc_id", "statement"]], on="claim_id")
    .merge(documents[["doc_id", "source"]], on="doc_id")
    .assign(date=lambda rows: pd.to_datetime(rows["date_from"], errors="coerce"))
    .sort_values(["date", "claim_id"])
)
dated.set_index("source")[["date_from", "date_to", "text", "statement"]].fillna({"date_to": ""}).tail(15)

# %% [markdown]
# A tick a date, within two years of the one in the middle. Hover to read it, scroll to zoom.

# %%
near = (dated["date"] - dated["date"].median()).abs() < pd.Timedelta(days=2 * 365)
alt.Chart(dated.loc[near, ["date", "source", "text", "statement"]].head(1000)).mark_tick(thickness=3).encode(
    x=alt.X("date:T", title=None),
    y=alt.Y("source:N", title=None),
    color=alt.Color("source:N", legend=None),
    tooltip=["date:T", "text:N", "statement:N"],
).properties(width=600).interactive(bind_y=False)

# %% [markdown]
# ## From a row back to the file
# `raw_start` and `raw_end` count the characters of the raw text, as `start` and `end` do those of the clean one. Here
# quotes of the speaker above are cut out of the raw texts, with what stands around them:

# %%
places = foremost.head(5)[["doc_id", "raw_start", "raw_end"]]
raws = [tables.text(doc_id, raw=True) for doc_id in places["doc_id"]]
spans = list(zip(raws, places["raw_start"], places["raw_end"], strict=True))
places.assign(
    before=[raw[max(0, start - 60) : start] for raw, start, _ in spans],
    quote=[raw[start:end] for raw, start, end in spans],
    after=[raw[end : end + 60] for raw, _, end in spans],
)

# %% [markdown]
# ## The same tables in SQL
# DuckDB reads the Parquet files where they lie: who is named in most articles.

# %%
mentions, entities = (duckdb.read_parquet(str(tables.folder / f"{name}.parquet")) for name in ("mentions", "entities"))
duckdb.sql("""
    select entities.name, entities.label, count(distinct mentions.doc_id) as articles, count(*) as mentions
    from mentions join entities using (entity_id)
    group by entity_id, entities.name, entities.label
    order by articles desc, mentions desc, entities.name
    limit 15
""").df()
