import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.records import SourceEntry
from pipeline.sources import describe_article, format_entry, load_manifest, raw_paths

TEXT = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1)


def test_articles_are_listed_sorted_without_the_manifest_and_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden", "sources.toml", "sub/c.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert raw_paths(tmp_path) == ["a.md", "b.txt", "sub/c.txt"]


@pytest.mark.parametrize("made", [False, True])
def test_a_missing_or_empty_folder_is_told(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "raw"
    if made:
        folder.mkdir()
    told = "put .txt .md .html .htm .pdf .docx files there" if made else "there is no folder"
    with pytest.raises(UsageError, match=told):
        raw_paths(folder)


def test_the_manifest_takes_dates_and_lists_of_authors(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('["a.txt"]\nsource = "S"\nauthors = ["A", "B"]\npublished = 2024-06-21\n')
    assert load_manifest(tmp_path) == {"a.txt": SourceEntry(source="S", authors="A; B", published="2024-06-21")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('["../a.txt"]', "no path inside"),
        ('["/etc/passwd"]', "no path inside"),
        ('["a.txt"]\nauthor = "A"', "'author' is not known"),
        ('["a.txt"]\npublished = "June"', "2024-06-21"),
        ('["a.txt"]\npublished = "20240621"', "2024-06-21"),
        ('["a.txt"]\nsource = 3', "must be a string"),
        ("nonsense", "cannot read"),
    ],
)
def test_a_bad_manifest_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(UsageError, match=told):
        load_manifest(tmp_path)


@given(name=TEXT, source=TEXT, title=TEXT)
def test_what_is_written_to_the_manifest_is_read_back(name: str, source: str, title: str) -> None:
    entry = SourceEntry(source=source, title=title, published="2024-06-21")
    read_back = tomllib.loads(format_entry(name, entry))
    assert read_back == {name: {"source": source, "title": title, "published": "2024-06-21"}}


def test_an_article_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_text("")
    with pytest.raises(UsageError, match="empty"):
        describe_article(file, SourceEntry())


def test_a_date_that_is_none_is_refused_before_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Oslo and Rome signed a pact on Monday.")
    with pytest.raises(UsageError, match="2024-06-21"):
        describe_article(file, SourceEntry(published="15 March"))
