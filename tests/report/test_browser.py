"""The page of the two articles in raw/, as somebody uses it."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.report.page import FEW, FRONT, pages
from pipeline.tables import Tables
from tests.hostile.test_page import PAYLOADS, front, poisoned
from tests.report.articles import many
from tests.report.conftest import Open

pytestmark = pytest.mark.slow
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


def visible(page: Any, selector: str) -> int:
    return sum(one.is_visible() for one in page.locator(selector).all())


def words(page: Any, selector: str) -> list[str]:
    """The text of each run of elements that follow each other, chips and labels left out."""
    found: list[str] = page.evaluate(
        "selector => [...document.querySelectorAll(selector)].map(one => one.textContent)", selector
    )
    return found


def test_the_page_opens_without_a_complaint_and_asks_for_nothing(own: Tables, opened: Open) -> None:
    found = opened(own.folder / FRONT)
    assert found.complaints == []
    assert found.requests == [(own.folder / FRONT).as_uri()]


def test_it_is_small_and_paints_at_once(own: Tables, opened: Open) -> None:
    assert (own.folder / FRONT).stat().st_size < 1_000_000
    page = opened(own.folder / FRONT).page
    painted = page.evaluate(
        """() => new Promise(done => new PerformanceObserver(found => done(found.getEntries()[0].startTime))
        .observe({type: 'paint', buffered: true}))"""
    )
    assert painted < 1_000


def test_the_policy_keeps_what_is_put_in_from_running(own: Tables, opened: Open) -> None:
    found = opened(own.folder / FRONT)
    found.page.evaluate(
        """() => { const script = document.createElement('div'); window.ran = 0;
        try { script.innerHTML = '<img src=x onerror="window.ran = 1">'; document.body.append(script); } catch {} }"""
    )
    assert found.page.evaluate("window.ran") == 0
    assert found.complaints != []


def test_the_texts_are_those_of_the_articles(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    for place, doc_id in enumerate(own.documents["doc_id"]):
        shown: str = page.evaluate(
            """place => { const pane = document.querySelectorAll('.pane')[place].cloneNode(true);
            pane.querySelectorAll('h3, .chip, .who').forEach(one => one.remove());
            return [...pane.querySelectorAll('p')].map(one => one.textContent).join('\\n\\n'); }""",
            place,
        )
        assert shown == own.text(doc_id).strip("\n")


def test_a_claim_lights_up_the_partners_that_the_tables_name(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    partners: dict[str, set[str]] = {}
    for a, b in zip(own.alignments["claim_a"], own.alignments["claim_b"], strict=True):
        partners.setdefault(a, set()).add(b)
        partners.setdefault(b, set()).add(a)
    texts = dict(zip(own.claims["claim_id"], own.claims["text"], strict=True))
    known = page.evaluate("JSON.parse(document.getElementById('data').textContent).items")
    for number, item in enumerate(known):
        if not item["meetings"]:
            continue
        page.locator(f'.chip[data-i="{number}"]').first.focus()
        lit = [n for n, one in enumerate(known) if one["row"] in partners[item["row"]]]
        for partner in lit:
            pieces = words(page, f'.pane span.lit[data-i~="{partner}"]:not(.source)')
            assert "".join(pieces) == texts[known[partner]["row"]]
        assert all(
            {*numbers.split()} & {*map(str, lit)}
            for numbers in page.evaluate("[...document.querySelectorAll('.lit:not(.source)')].map(o => o.dataset.i)")
        )
        assert page.locator("#dock").is_visible()
        page.keyboard.press("Escape")
        assert words(page, ".lit") == []


def test_pointing_tells_relation_score_and_what_differs(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    row = own.alignments[own.alignments["relation"] == "conflicts"].sort_values("score").iloc[-1]
    page.locator(".pane span.conflicts").first.hover()
    told = page.locator("#dock").inner_text()
    assert f"{row['score']:.2f}" in told
    assert row["conflict"] in told
    assert row["source_b"] in told


@pytest.mark.parametrize("relation", ["conflicts", "agrees", "elaborates"])
def test_a_relation_filters_the_findings(own: Tables, opened: Open, relation: str) -> None:
    page = opened(own.folder / FRONT).page
    page.select_option("select[name=relation]", relation)
    assert visible(page, ".finding") == sum(own.alignments["relation"] == relation)
    assert visible(page, "#only li[data-relation]") == 0
    page.click("button[type=reset]")
    page.evaluate("() => new Promise(done => setTimeout(done))")  # the form is empty only after its event
    assert visible(page, ".finding") == len(own.alignments)


def test_a_speaker_filters_quotations_and_marks(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    page.select_option("select[name=speaker]", label="Ingrid Solheim")
    quotes = own.quotes[own.quotes["speaker_name"].fillna("").str.contains("Ingrid Solheim")]
    assert visible(page, "#quotations li") == len(quotes)
    assert set(words(page, ".who:not(.off) bdi")) == {"Ingrid Solheim"}
    assert 0 < visible(page, ".finding") < len(own.alignments)


def test_an_entity_filters_what_is_marked(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    page.select_option("select[name=entity]", label="Iceland")
    iceland = page.locator("select[name=entity]").input_value()
    known = page.evaluate("JSON.parse(document.getElementById('data').textContent).items")
    about = {number for number, item in enumerate(known) if iceland in item["entities"].split()}
    named = own.mentions["mention_id"][own.mentions["entity_id"].fillna("") == "gpe:iceland"]
    assert {known[number]["row"] for number in about if known[number]["table"] == "mentions"} == set(named)
    for numbers, is_off in page.evaluate(
        "[...document.querySelectorAll('.pane [data-i]')].map(one => [one.dataset.i, one.classList.contains('off')])"
    ):
        assert is_off == about.isdisjoint(map(int, numbers.split()))


def test_a_source_can_be_taken_away(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    page.locator("input[name=source]").nth(1).uncheck()
    assert visible(page, ".pane") == 1
    assert visible(page, ".finding") == 0
    assert visible(page, "#only li[data-relation]") == sum(own.only_in["doc_id"] == own.documents["doc_id"][0])


@pytest.mark.parametrize(("table", "selector"), [("claims", ".chip"), ("quotes", ".who"), ("mentions", "#names td a")])
def test_a_click_shows_the_raw_text_and_the_row(own: Tables, opened: Open, table: str, selector: str) -> None:
    page = opened(own.folder / FRONT).page
    key = {"claims": "claim_id", "quotes": "quote_id", "mentions": "mention_id"}[table]
    rows = own.frames[table].set_index(key)
    for link in page.locator(selector).all()[:5]:
        link.focus()
        page.keyboard.press("Enter")
        row = rows.loc[page.locator("#panel code").first.inner_text()]
        raw = own.text(row["doc_id"], raw=True)[row["raw_start"] : row["raw_end"]]
        assert page.locator("#panel mark").first.evaluate("one => one.textContent") == raw
        page.keyboard.press("Escape")
        assert not page.locator("#panel").is_visible()
        assert link.evaluate("one => one === document.activeElement")


def test_a_click_on_words_shows_all_that_covers_them(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    piece = page.locator(".pane span[data-i*=' ']").first
    piece.click()
    assert page.locator("#panel section").count() == len(str(piece.get_attribute("data-i")).split())
    page.get_by_role("button", name="Show in the text").first.click()
    assert not page.locator("#panel").is_visible()
    number = str(piece.get_attribute("data-i")).split()[0]
    assert words(page, "span.found") == words(page, f'.pane span[data-i~="{number}"]')


def test_without_script_all_is_there_to_read(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT, java_script_enabled=False).page
    assert page.locator(".finding").count() == len(own.alignments)
    assert not page.locator("#filters").is_visible()
    target = page.locator("#findings .go").first.get_attribute("href")
    assert page.locator(f".pane {target}").count() == 1


@WIDTHS
def test_nothing_scrolls_sideways(own: Tables, opened: Open, width: int) -> None:
    page = opened(own.folder / FRONT, width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_the_whole_texts_and_no_controls(own: Tables, opened: Open) -> None:
    page = opened(own.folder / FRONT).page
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert page.evaluate("[...document.querySelectorAll('.pane')].every(p => p.scrollHeight <= p.clientHeight + 1)")


@pytest.mark.parametrize("make", [poisoned, front])
def test_payloads_run_nothing(opened: Open, tmp_path: Any, make: Callable[[str], str]) -> None:
    path = tmp_path / "page.html"
    path.write_text(make("harmless"), encoding="utf-8")
    found = opened(path)
    for payload in PAYLOADS:
        path.write_text(make(payload), encoding="utf-8")
        found.page.reload()
        found.page.evaluate(
            """() => document.querySelectorAll('.chip, .who').forEach(link => {
            link.dispatchEvent(new PointerEvent('pointerover', {bubbles: true})); link.click(); })"""
        )
        assert found.page.evaluate("document.querySelectorAll('[onload], [onerror], iframe, object, img').length") == 0
    assert found.complaints == []
    assert set(found.requests) == {path.as_uri()}


def test_the_front_page_filters_by_words_and_its_pages_link_back(opened: Open, tmp_path: Any) -> None:
    for name, text in pages(*many(FEW + 1)).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = opened(tmp_path / FRONT)
    found.page.fill("input[name=words]", "paper b")
    assert visible(found.page, "#articles ~ .scroll tbody tr") == 1
    found.page.get_by_role("link", name="side by side").first.click()
    found.page.get_by_role("link", name="all articles").click()
    assert found.page.url == (tmp_path / FRONT).as_uri()
    assert found.complaints == []


@WIDTHS
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["pair", "panel", "front"])
def test_nothing_keeps_people_from_using_it(
    own: Tables, opened: Open, axe: str, tmp_path: Any, which: str, scheme: str, width: int
) -> None:
    path = own.folder / FRONT
    if which == "front":
        path = tmp_path / FRONT
        path.write_text(pages(*many(FEW + 1))[FRONT], encoding="utf-8")
    page = opened(path, width, color_scheme=scheme).page
    if which == "panel":
        page.locator(".chip").first.click()
    page.evaluate(axe)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    serious = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert serious == []
