from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.formats.docx import extract
from pipeline.formats.sandbox import Limits, found_in
from pipeline.formats.sandbox import extract as extract_apart
from pipeline.records import RawFile
from pipeline.stages.clean import clean
from pipeline.stages.read import read
from tests.formats import files

pytestmark = pytest.mark.usefixtures("in_process")
BODY = "word/document.xml"


def rejection(data: bytes) -> str:
    return str(found_in("pipeline.formats.docx:extract", data)["reason"])


def changed(part: str, old: str, new: str, document: bytes | None = None) -> bytes:
    """The article with something else in one of its parts."""
    file, given = io.BytesIO(), io.BytesIO(document or files.saved(files.word()))
    with zipfile.ZipFile(given) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(name, content)
    return file.getvalue()


def test_the_clean_text_is_the_article() -> None:
    raw = read(RawFile("a.docx", files.saved(files.word())))
    assert clean(raw).text == files.CLEAN
    assert (raw.title, raw.authors, raw.published) == (files.HEADLINE, "Ann Lee", "2024-05-04")
    assert (raw.format, raw.encoding, raw.encoding_source) == ("docx", None, None)


def test_lists_tables_and_broken_lines() -> None:
    document = files.word()
    document.add_paragraph("The fare stays at four euros.", style="List Bullet")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Cost in May", "3 million euros"
    document.add_paragraph("Mary Poe,\nmayor\tof Easton")
    blocks = extract(files.saved(document)).text.split("\n\n")
    assert blocks[-4:] == [
        "• The fare stays at four euros.",
        "Cost in May",
        "3 million euros",
        "Mary Poe,\nmayor of Easton",
    ]


def test_changes_that_are_tracked_count_as_made_and_text_boxes_not_at_all() -> None:
    marked = (
        "<w:r><w:t>The pact </w:t></w:r><w:ins><w:r><w:t>certainly </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>PULLED OUT</w:t></w:r></w:p></w:txbxContent></w:pict><w:t>runs"
    )
    file = changed(BODY, "<w:r><w:t>The pact runs", marked)
    text = extract(file).text
    assert "The pact certainly runs for twelve years." in text
    assert "PULLED OUT" not in text
    assert "never" not in text


def test_what_lies_outside_the_file_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret of the harbour")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    outside = "".join(
        f'<Relationship Id="out{i}" Type="{kind}{name}" Target="{target}" TargetMode="External"/>'
        for i, (name, target) in enumerate([("attachedTemplate", f"file://{secret}"), ("image", "http://127.0.0.1:9/x.png")])
    )  # fmt: skip
    file = changed("word/_rels/document.xml.rels", "</Relationships>", f"{outside}</Relationships>")
    assert clean(read(RawFile("a.docx", file))).text == files.CLEAN


def with_entities(declared: str, used: str) -> bytes:
    """The article with a declaration of entities, and one of them in its text."""
    declaring = changed(BODY, "<w:document", f"<!DOCTYPE w [{declared}]><w:document")
    return changed(BODY, "The pact runs", f"The {used} pact runs", declaring)


def test_entities_read_no_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret of the harbour")
    text = read(RawFile("a.docx", with_entities(f'<!ENTITY x SYSTEM "file://{secret}">', "&x;"))).text
    assert "secret" not in text
    assert files.CLOSING in text


def test_entities_do_not_multiply() -> None:
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    assert rejection(with_entities(f'<!ENTITY a0 "ha">{bomb}', "&a9;")) == "parse_failed"


def test_an_archive_that_unpacks_beyond_measure() -> None:
    file = io.BytesIO(files.saved(files.word()))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(50_000_000))
    assert len(file.getvalue()) < 200_000
    assert rejection(file.getvalue()) == "archive_bomb"


def test_an_archive_that_lies_about_its_sizes() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(50_000_000))
    honest = file.getvalue()
    size = (50_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert rejection(honest.replace(size, (1000).to_bytes(4, "little"))) == "parse_failed"


def test_a_long_document_takes_seconds_and_not_minutes() -> None:
    many = "<w:p><w:r><w:t>It rained.</w:t></w:r></w:p>" * 5_000
    file = changed(BODY, "<w:sectPr", many + "<w:sectPr")
    assert extract_apart("pipeline.formats.docx:extract", file, Limits(seconds=10)).text.count("It rained.") == 5_000


def test_documents_that_cannot_be_used() -> None:
    assert rejection(files.saved(docx.Document())) == "no_text"
    assert rejection(b"PK\x03\x04 and nothing more") == "parse_failed"
    assert rejection(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert rejection(b"\xd0\xcf\x11\xe0 an old document") == "parse_failed"
    assert rejection(b"not even an archive") == "parse_failed"
