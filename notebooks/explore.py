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
# # Explore the tables
# Run `make run` first; then this notebook reads `outputs/latest`.

# %%
from pathlib import Path

import altair as alt
import duckdb

import pipeline

OUT = next(path for path in (Path("outputs"), Path("../outputs")) if (path / "latest").exists())
tables = pipeline.load_tables(OUT)
tables

# %% [markdown]
# ## Who is quoted, by which source

# %%
said = tables.quotes[tables.quotes["cue_kind"] != "thought"].merge(tables.documents[["doc_id", "source"]], on="doc_id")
spoken = said.merge(tables.quote_speakers, on="quote_id").merge(tables.entities[["entity_id", "name"]], on="entity_id")
quoted = spoken.groupby(["source", "name"])["utterance_id"].nunique().rename("utterances").reset_index()
quoted.sort_values("utterances", ascending=False).head(15)

# %%
speakers = alt.Y("name:N", sort="-x", title=None)
alt.Chart(quoted).mark_bar().encode(x="utterances:Q", y=speakers, color="source:N")

# %% [markdown]
# ## What the sources agree and differ on

# %%
texts = tables.claims.set_index("claim_id")["text"]
pairs = tables.alignments.assign(
    a=tables.alignments["claim_a"].map(texts), b=tables.alignments["claim_b"].map(texts)
).sort_values("score", ascending=False)
pairs[["relation", "score", "a", "b", "conflict"]].head(20)

# %% [markdown]
# ## One claim and the characters it came from

# %%
claim = tables.claims.iloc[0]
raw = tables.text(claim["doc_id"], raw=True)
claim["text"], raw[claim["raw_start"] : claim["raw_end"]]

# %% [markdown]
# ## The same tables in SQL

# %%
mentions = duckdb.read_parquet(str(OUT / "latest" / "mentions.parquet"))
entities = duckdb.read_parquet(str(OUT / "latest" / "entities.parquet"))
duckdb.sql("""
    select entities.name, count(*) as mentions, count(distinct mentions.doc_id) as documents
    from mentions join entities using (entity_id)
    group by entities.name order by mentions desc, entities.name limit 10
""").df()
