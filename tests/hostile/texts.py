"""Files whose bytes or text are hostile."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
from pathlib import Path

from tests.hostile.fixture import DOCUMENT, Hostile, article, inside, text

RANDOM = random.Random(7)  # noqa: S311 (nothing secret; the same bytes each time)
CURLY = article("curly marks")
NOISE = RANDOM.randbytes(3_000)


def _zip() -> bytes:
    """A zip file with an article in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../a.txt", article("zip"))
    return held.getvalue()


def _sparse(folder: Path) -> None:
    """A hundred million bytes in one line, without writing them."""
    with (folder / "a.txt").open("wb") as file:
        file.truncate(100_000_000)


def _half(data: str) -> bytes:
    """UTF-8 in which every other byte is none."""
    return b"".join(bytes((byte, 0xFF)) for byte in data.encode())


def _nested(depth: int) -> str:
    """Quotations in quotations."""
    pairs = ["“”", "‘’"] * (depth // 2)
    return "".join(pair[0] for pair in pairs) + "so it is" + "".join(pair[1] for pair in reversed(pairs)) + ", he said."


SIZES = (
    text("empty", b"", "empty"),
    text("mark_only", b"\xef\xbb\xbf", "empty"),
    text("mark_only_16", b"\xff\xfe", "empty"),
    text("white_space", " \r\n\t\v\f\u00a0\u2003\u3000\n", "empty"),
    text("invisible", "\u200b\u200d\u2060\ufeff\u00ad" * 100, "empty"),
    text("one_character", b"x", "too_short"),
    text("one_emoji", "😀", "too_short"),
    Hostile("sparse_100_mb", _sparse, {"a.txt": "too_big"}),
    text("one_byte_too_big", b"the of\n" * 2_857_142 + b"1234567", "too_big"),
    text("ten_million_lines", b"a\n" * 10_000_000, "too_long"),
    text("one_character_too_long", "the " * 250_000 + "x", "too_long"),
    text("word_of_a_million", "x" * 1_000_000, "too_short"),
    inside("word_of_200_000", "x" * 200_000),
    text("paragraphs_200k", "The ship sailed.\n\n" * 200_000, "too_long"),
    text("paragraphs_200k_short", "Hi.\n\n" * 200_000, "unsupported_language"),
    inside("blank_lines", "\n" * 50_000 + "It ended there, she said."),
    inside("spaces", " " * 50_000 + "It ended there, she said."),
)

ENCODINGS = (
    text("nul_inside", article("a nul") + "a\0b", DOCUMENT),
    text("nuls", b"\0" * 5_000, "binary"),
    text("nuls_between", b"\0\0\0".join(bytes([b]) for b in article("nuls").encode()), "binary"),
    text("lone_surrogate_utf8", article("surrogates").encode() + b"\xed\xa0\x80\xed\xb0\x80", DOCUMENT),
    text("half_a_pair", b"\xff\xfe" + article("halves").encode("utf-16-le") + b"\x00\xd8", "undecodable"),
    text("half_a_pair_long", b"\xff\xfe" + (article("half") * 5).encode("utf-16-le") + b"\x00\xd8", DOCUMENT),
    text("one_bad_byte", article("one bad byte").encode() + b"\xff", DOCUMENT),
    text("half_bad_bytes", _half(article("bad bytes")), "unsupported_language"),
    text("utf_16_le", article("little ends").encode("utf-16-le"), DOCUMENT),
    text("utf_16_be", article("big ends").encode("utf-16-be"), DOCUMENT),
    text("utf_16_cut", article("a cut").encode("utf-16-le")[:-1], "undecodable"),
    text("utf_32", article("four bytes").encode("utf-32"), DOCUMENT),
    text("utf_7", b"+AGE-" * 50, "too_short"),
    text("cp1252_short", "He said “no” to the clerk of it.".encode("cp1252"), DOCUMENT),
    text("cp1252_long", (article("windows") * 8).encode("cp1252"), DOCUMENT),
    text("latin_1_dashes", article("dashes").replace("“", "\x93").replace("”", "\x94").encode("latin-1"), DOCUMENT),
    text("ebcdic", article("mainframes").replace("“", '"').replace("”", '"').encode("cp037"), DOCUMENT),
    text("double_utf8", article("mojibake").encode().decode("cp1252", "replace"), DOCUMENT),
    text("random_bytes", NOISE, "binary"),
)

OTHER_KINDS = (
    text("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + NOISE, "binary"),
    text("elf", b"\x7fELF\x02\x01\x01" + NOISE, "binary"),
    text("gzip", gzip.compress(article("gzip").encode()), "binary"),
    text("zip", _zip(), "binary"),
    Hostile("zip_in_raw", lambda folder: (folder / "a.zip").write_bytes(_zip()), {"a.zip": "unsupported_format"}),
    text("csv", "\n".join(f"{i},the name of it,{3 * i},2024-01-01" for i in range(200)), "empty"),
    text("json", json.dumps([{"the": "of it", "n": n, "said": "that"} for n in range(15)]), DOCUMENT),
    inside("sql", "'; DROP TABLE claims; -- the end of it\nSELECT the FROM it WHERE that = 'of';"),
    inside("latex", "\\begin{equation} \\frac{a}{b} = \\sum_{i=0}^n x_i \\end{equation} by the theorem of it."),
    text("base64", base64.b64encode(NOISE * 10), "too_short"),
    text("base64_lines", base64.encodebytes(NOISE * 10), "too_short"),
    inside("base64_inside", base64.b64encode(NOISE).decode()),
    inside("markup", "<div><script>alert(1)</script></div><!-- " + "<b>" * 2_000),
)

CHARACTERS = (
    inside("bidi", "\u202eHe said that it was so\u202c, and the \u2067man\u2069 went. " + "שלום العربية"),
    inside("zwj", "The family 👨\u200d👩\u200d👧\u200d👦 and the 🏳️\u200d🌈 were there. " * 5),
    inside("zalgo", "She saw the e" + "\u0301\u0316\u0332" * 334 + "vil of it."),
    inside("line_separators", "She said so.\u2028And he\u2029did what\x85was told\x0bto him."),
    inside("soft_hyphens", "\u00ad".join("The agreement was signed by the ministers of the land.")),
    inside("terminal", "The \x1b[31mred clerk rang."),
    inside("formulas", "=HYPERLINK(1) said the clerk.\n\n@SUM(A1) was there.\n\n“+1” she said, “-1”."),
    inside("quotes_10000", '"' * 10_000),
    inside("apostrophes_10000", "'" * 10_000),
    inside("quotes_unbalanced", "“ ‘ « ” ' \" » ’ „ ‟ `` '' said the clerk " * 20),
    inside("quotes_nested_20", _nested(20)),
    inside("quotes_nested_500", _nested(500)),
    inside("brackets_nested", "(" * 10_000 + "the end" + ")" * 10_000),
    inside("links_nested", "[" * 10_000 + "the end" + "](a)" * 3_000),
    inside("dots", "." * 30_000),
    inside("commas", "the man, " * 200 + "left."),
    inside("clauses_nested", "the man who saw " * 60 + "left."),
)

LANGUAGES = (
    text("russian", "Статья о мосте между двумя городами. " * 20, "unsupported_language"),
    text("chinese", "两个城市之间的桥梁。" * 50, "unsupported_language"),
    text("arabic", "قال الوزير إن الجسر سيفتح يوم الجمعة. " * 20, "unsupported_language"),
    text(
        "spanish_short",
        "El puente entre las dos ciudades fue abierto el viernes, y los alcaldes dijeron que estaban contentos con la "
        "obra, que ha costado más de lo que se pensaba.",
        "unsupported_language",
    ),
    text(
        "french_short",
        "Le pont entre les deux villes est ouvert depuis vendredi, et les maires sont contents des travaux qui ont "
        "duré neuf ans pour un prix deux fois plus élevé.",
        "unsupported_language",
    ),
    text(
        "german_short",
        "Die Brücke zwischen den beiden Städten wurde am Freitag eröffnet, und die Bürgermeister sind mit dem Bau "
        "zufrieden, der neun Jahre gedauert hat.",
        "unsupported_language",
    ),
    text(
        "italian_short",
        "Il ponte tra le due città è stato aperto venerdì, e i sindaci sono contenti dei lavori che non sono finiti "
        "prima di nove anni.",
        "unsupported_language",
    ),
    text(
        "portuguese_short",
        "A ponte entre as duas cidades foi aberta na sexta-feira, e os prefeitos não falaram do preço da obra, que "
        "custou mais do que uma escola.",
        "unsupported_language",
    ),
    text(
        "dutch_short",
        "De brug tussen de twee steden is op vrijdag geopend, en de burgemeesters zijn blij met het werk dat negen "
        "jaar heeft geduurd.",
        "unsupported_language",
    ),
)

TEXTS: tuple[Hostile, ...] = (*SIZES, *ENCODINGS, *OTHER_KINDS, *CHARACTERS, *LANGUAGES)
