from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import RawFile, RawText, Rejected, SourceEntry
from pipeline.stages.read import MAX_BYTES, MAX_CHARS, MIN_ENGLISH, check, doc_slug, read
from tests.cleaning.articles import BULLETIN, LINE_A_PARAGRAPH, MARKDOWN, WIRE, WRAPPED

GERMAN = (
    "Die Brücke zwischen den beiden Städten wurde am Freitag eröffnet, und die Bürgermeister waren zufrieden. Sie hat "
    "neun Jahre Bauzeit gebraucht und doppelt so viel gekostet, wie man vorher gedacht hatte. Niemand im Rat der Stadt "
    "wollte sich dazu äußern, aber die Zeitung hat die Zahlen in der vorigen Woche schon gedruckt."
)


def reading(text: str, path: str = "a.txt", entry: SourceEntry | None = None) -> RawText:
    return read(RawFile(path, text.encode(), entry or SourceEntry()))


def rejection(data: bytes, path: str = "a.txt") -> Rejected:
    with pytest.raises(Rejected) as caught:
        read(RawFile(path, data))
    assert "\n" not in caught.value.detail
    return caught.value


def test_raw_text_is_the_file_as_it_is() -> None:
    text = WIRE.replace("\n", "\r\n")
    raw = reading(text)
    assert raw.text == text
    assert raw.raw_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (raw.encoding, raw.encoding_source, raw.lang) == ("utf-8", "utf8", "en")


def test_the_byte_order_mark_is_left_out() -> None:
    assert reading("\ufeff" + WIRE).text == WIRE


@pytest.mark.parametrize(
    ("article", "source", "title", "authors", "published"),
    [
        (BULLETIN, "HARBOUR", "What the Port Treaty Means for the Islands", "Jane van Doe; John Q. Roe", "2023-05-03"),
        (WRAPPED, "a", "The ferry that never came", "Ann Lee", None),
        (LINE_A_PARAGRAPH, "a", "Two towns, one bridge", None, None),
        (MARKDOWN, "a", "One Bridge for Two Towns", "Mary Ann Poe; Ann Lee", "2024-06-21"),
        (WIRE, "City Post", "MINISTER QUITS OVER PORT DEAL", "Jane Doe; John Q. Roe", "2023-05-05"),
    ],
    ids=["bulletin", "wrapped", "lines", "markdown", "wire"],
)
def test_what_articles_say_of_themselves(
    article: str, source: str, title: str, authors: str | None, published: str | None
) -> None:
    raw = reading(article)
    assert (raw.source, raw.title, raw.authors, raw.published) == (source, title, authors, published)


def test_the_address_in_front_matter() -> None:
    assert reading(MARKDOWN, "a.md").url == "https://example.org/bridge"


def test_the_manifest_speaks_first() -> None:
    raw = reading(BULLETIN, entry=SourceEntry(source="The Port", published="2023-05-04"))
    assert (raw.source, raw.published) == ("The Port", "2023-05-04")
    assert raw.authors == "Jane van Doe; John Q. Roe"


def test_the_agency_in_the_dateline_is_a_source() -> None:
    text = (
        "Bridge opened\n\nEASTON, May 4 (Reuters) - The bridge was opened on Thursday, and the mayors were glad of it."
    )
    assert reading(text).source == "Reuters"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("EASTON, May 4, 2023 (Reuters) - ", "2023-05-04"),
        ("EASTON, 4 May 2023 — ", "2023-05-04"),
        ("EASTON, May 4 - ", None),
    ],
)
def test_the_day_in_the_dateline_is_that_of_publication(line: str, day: str | None) -> None:
    story = "The bridge was opened on Thursday, and the mayors were glad of it. It replaced one of March 3, 1931."
    assert reading(f"Bridge opened\n\n{line}{story}").published == day


def test_a_biography_names_the_author_and_a_footer_the_source_but_no_date() -> None:
    body = "The bridge between the two towns was opened on Friday, and the mayors were glad of it.\n\n"
    raw = reading(
        "One bridge\n\n" + body * 3 + "Dr. Ann Lee is Professor of Law at Northholm University.\n\n"
        "© 2018 Northholm Law Foundation Designed by Quay Studio"
    )
    assert (raw.authors, raw.source, raw.published) == ("Ann Lee", "Northholm Law Foundation", None)


@pytest.mark.parametrize("path", ["a.doc", "a.rtf", "a", ".txt", "a.TXT.bak"])
def test_other_formats(path: str) -> None:
    assert rejection(WIRE.encode(), path).reason == "unsupported_format"
    assert ".txt .md .html .htm .pdf .docx files" in rejection(WIRE.encode(), path).detail


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\u200b\u00a0\n".encode(), "empty"),
        (b"x", "too_short"),
        (b"Only four words here", "too_short"),
        ("日本".encode(), "too_short"),
        (GERMAN.encode(), "unsupported_language"),
        (("статья о мосте между двумя городами " * 20).encode(), "unsupported_language"),
        (b"word " * (MAX_CHARS // 5 + 1), "too_long"),
        (b"x" * (MAX_BYTES + 1), "too_big"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_used(data: bytes, reason: str) -> None:
    assert rejection(data).reason == reason


def test_details_hold_no_text_of_the_article() -> None:
    assert "Brücke" not in rejection(GERMAN.encode()).detail


def test_a_list_of_names_is_still_english() -> None:
    names = "Mary Poe, John Roe, Ann Lee, " * 12
    assert reading(f"The list of the guests is long, and the mayor was with them: {names}").lang == "en"
    assert 0 < MIN_ENGLISH < 0.1


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("Port Deal_2023.txt", "port-deal-2023"),
        ("sub/Dir/a.b.md", "sub-dir-a-b"),
        ("Über Straße.txt", "uber-strasse"),
        ("cafe\u0301.txt", "cafe"),
        ("--x--.txt", "x"),
    ],
)
def test_slugs(path: str, slug: str) -> None:
    assert doc_slug(path) == slug


def test_names_without_latin_letters_get_different_slugs() -> None:
    slugs = {doc_slug(name) for name in ("статья.txt", "日本.txt", "!!!.txt", "北 x.txt")}
    assert len(slugs) == 4
    assert doc_slug("статья.txt").startswith("doc-")


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=120).filter(lambda name: "/" not in name and name not in (".", "..")))
def test_any_name_has_a_slug(name: str) -> None:
    slug = doc_slug(name + ".txt")
    assert slug.isascii()
    assert slug == slug.lower().strip("-")
    assert 0 < len(slug) <= 100


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_rejected(data: bytes) -> None:
    try:
        raw = read(RawFile("a.txt", data))
    except Rejected:
        return
    assert raw.text.strip()


def test_real_articles(shared: Path) -> None:
    files = sorted((shared / "raw").glob("*.txt"))
    raws = [read(RawFile(file.name, file.read_bytes())) for file in files]
    assert all(raw.title and raw.authors and raw.source != Path(raw.raw_path).stem for raw in raws)
    assert [raw.published for raw in raws] == ["2024-06-21", None]


SHORT = (
    "El puente fue abierto por los alcaldes de las dos ciudades.",
    "Le maire est content des travaux dans la ville.",
    "Die Brücke ist für die Stadt nicht wichtig, und das wird sich auch nicht ändern.",
    "Il sindaco non è contento della strada che porta alla città.",
    "O prefeito não falou da ponte com os jornais da cidade.",
    "De burgemeester is niet blij met het werk aan de brug.",
    "Borgmästaren är inte nöjd med bron och det som har hänt.",
)


@pytest.mark.parametrize("text", SHORT)
def test_a_short_text_in_another_language_is_refused(text: str) -> None:
    assert rejection(text.encode()).reason == "unsupported_language"


@pytest.mark.parametrize(
    "text",
    [
        "El Salvador and Los Angeles sent De la Cruz home.",
        "Charles de Gaulle met Ursula von der Leyen in Le Havre.",
        "Les Misérables, La La Land, Das Boot: three good films.",
        "HERRING PEACE LEAVES ALL ON THE ISLANDS COLD",
    ],
)
def test_a_short_english_text_with_foreign_names_is_read(text: str) -> None:
    assert reading(text).lang == "en"


def test_nearly_no_english_sentence_is_taken_for_foreign(shared: Path) -> None:
    lines = (shared / "corpora" / "ud-ewt" / "dev.conllu").read_text(encoding="utf-8").splitlines()
    sentences = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    refused = [text for text in sentences if _reason(text) == "unsupported_language"]
    assert len(sentences) > 1_900
    assert len(refused) <= 2


def _reason(text: str) -> str | None:
    try:
        check(text)
    except Rejected as rejected:
        return rejected.reason
    return None


def test_a_picture_in_base64_is_no_foreign_language() -> None:
    assert reading(WIRE + "\n\n![a](data:image/png;base64," + "aGVycmluZw9x" * 400 + ")").lang == "en"


def test_a_stray_nul_makes_no_binary_file_but_many_do() -> None:
    assert "\ufffd" in reading("Oslo and Rome signed a pact on Mon\0day, they said." + " It is a good pact." * 5).text
    assert rejection(b"Oslo and Rome\0 signed\0 a\0 pact\0 on Monday").reason == "binary"
