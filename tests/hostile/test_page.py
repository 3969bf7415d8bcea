"""The page of a run shows hostile text, and runs nothing of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from pipeline.report.page import FEW, FRONT, pages
from pipeline.schema import ClusterClaim, Quarantined
from tests.samples import TEXTS, document, rows, tables

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//x.test>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)>x</a></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    "x onfocus=alert(1) autofocus ",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<math href=javascript:alert(1)>x</math>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "</style><script>alert(1)</script>",
    "<style>@import 'javascript:alert(1)';</style>",
    "</title><script>alert(1)</script>",
    "</bdi></td></table><script>x</script>",
    "<!--<script>alert(1)</script>-->",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "&#x3c;script>",
    "\\x3cscript\\x3e",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "${7*7}",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<\u200bscript>alert(1)</script>",
    "＜script＞alert(1)",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<x onclick=alert(1)>click",
    "<marquee onstart=alert(1)>",
    "<isindex action=javascript:alert(1) type=image>",
)
FREE = """title authors source url published raw_path detail speaker_name speaker_text cue_text verbatim name label text
    conflict shared_entities source_a source_b statement subject predicate object attributed_to"""
"""Columns that hold what somebody wrote, labels of a user's own language model included."""


class Seen(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@cache
def poisoned(payload: str) -> str:
    """A page of two articles in whose rows everything that somebody wrote is a payload."""
    given = {name: [_with(row, payload) for row in of_table] for name, of_table in rows().items()}
    given["quarantine"] = [Quarantined(raw_path=payload, stage="read", reason="empty", detail=payload)]
    texts = {doc_id: f"{text} {payload}" for doc_id, text in TEXTS.items()}
    return pages(tables(given), texts, texts)[FRONT]


@cache
def front(payload: str) -> str:
    """The front page of many such articles."""
    many = [_with(replace(document("a"), doc_id=f"a{i}"), payload) for i in range(FEW + 1)]
    given = {name: [_with(row, payload) for row in of_table] for name, of_table in rows().items()}
    given["documents"] += many
    given["claim_clusters"] = [_with(replace(rows()["claim_clusters"][0], n_sources=9), payload)]
    given["cluster_claims"] = [ClusterClaim(cluster_id="x", claim_id="a:c")]
    texts = {row.doc_id: payload for row in given["documents"]} | {d: f"{t} {payload}" for d, t in TEXTS.items()}
    return pages(tables(given), texts, texts)[FRONT]


def _with(row: Any, payload: str) -> Any:
    assert is_dataclass(row)
    return replace(row, **{field.name: payload for field in fields(row) if field.name in FREE.split()})  # type: ignore[type-var]


def _of_the_page(seen: Seen) -> list[tuple[str, list[str]]]:
    """Tags with the names of their attributes, without the lines of text in pictures: long words need more."""
    return [(tag, sorted(attrs)) for tag, attrs in seen.tags if tag != "text"]


HARMLESS = {make: Seen(make("harmless")) for make in (poisoned, front)}
MAKERS = pytest.mark.parametrize("make", HARMLESS)
MADE = pytest.mark.parametrize(
    ("make", "payload"), [*((poisoned, one) for one in PAYLOADS), *((front, one) for one in PAYLOADS[::3])]
)


def test_there_are_as_many_payloads_as_were_promised() -> None:
    assert len(set(PAYLOADS)) >= 40


@MADE
def test_a_payload_adds_no_tag_and_no_attribute(make: Callable[[str], str], payload: str) -> None:
    seen = Seen(make(payload))
    assert _of_the_page(seen) == _of_the_page(HARMLESS[make])
    assert {name for tag, attrs in seen.tags if tag == "text" for name in attrs} <= {"x", "y", "class"}
    assert not [a for _, a in seen.tags if not a.get("href", "#").startswith(("#", "report/"))]
    tags = {tag for tag, _ in seen.tags}
    assert {"iframe", "object", "embed", "base", "img", "link", "audio", "video"}.isdisjoint(tags)
    assert not [name for _, attrs in seen.tags for name in attrs if name.startswith("on") or name == "style"]


@MADE
def test_a_payload_leaves_the_script_and_the_style_as_they_are(make: Callable[[str], str], payload: str) -> None:
    page = make(payload)
    policy = next(attrs["content"] for _, attrs in Seen(page).tags if "http-equiv" in attrs)
    inline = re.findall(r"<(style|script)>(.*?)</\1>", page, re.DOTALL)
    assert [name for name, _ in inline] == ["style", "script"]
    for name, text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_data_of_a_page_are_what_was_written(payload: str) -> None:
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', poisoned(payload), re.DOTALL)
    assert block
    data = json.loads(block[1])
    assert [source for _, source, _ in data["articles"]] == [payload, payload]
    assert all(raw.endswith(payload) for _, _, raw in data["articles"])


@MAKERS
def test_a_payload_is_shown_as_it_was_written(make: Callable[[str], str]) -> None:
    assert "".join(Seen(make(PAYLOADS[0])).words).count(PAYLOADS[0]) > 10


def test_the_policy_forbids_all_but_one_style_and_one_script() -> None:
    policies = [a["content"] for tag, a in HARMLESS[poisoned].tags if "http-equiv" in a]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policies[0]


@pytest.mark.parametrize("turn", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b\0\x07\x9b")
@MAKERS
def test_what_turns_or_hides_text_is_shown_by_its_code_point(make: Callable[[str], str], turn: str) -> None:
    page = make(f"a{turn}b")
    assert turn not in page
    assert page.count(f"a[U+{ord(turn):04X}]b") > 10
