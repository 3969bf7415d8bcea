"""The gold list of who is meant in two real articles, the measure made with it, and the floors that it must reach."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.entities import compare, differences, run, table
from benchmarks.entity_gold import GOLD, Entity, Mention, gold_entities, read_mentions
from benchmarks.entity_scoring import Figure, Score, pair, score

# precision and recall in per cent; as many mentions as make up the difference to 100 are told by
# `python -m benchmarks.entities --errors`
FLOORS = {
    "names: span and label": (98, 98),
    "names: linked": (98, 98),
    "roles and pronouns": (95, 84),
    "all mentions: linked": (98, 97),
    "entities": (97, 98),
    "entities: country": (100, 95),
    "entities: wikidata": (100, 90),
}
CELL = re.compile(r"\d{3}_[0-9a-f]{16}\.txt|\d+|[A-Z]{3,7}|[a-z_]+|Q\d+|E\d\d|")


# the gold list


def test_the_gold_list_holds_no_text() -> None:
    header, *lines = GOLD.read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == ["file", "start", "end", "label", "kind", "entity", "country", "status", "place"]
    for line in lines:
        assert all(CELL.fullmatch(cell) for cell in line.split("\t")), line


def test_gold_names_do_not_overlap() -> None:
    names = sorted((m.doc, m.start, m.end) for m in read_mentions() if m.kind == "name")
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(names))


def test_a_gold_entity_has_one_label_and_one_country_and_is_named() -> None:
    gold = read_mentions()
    assert len({(m.entity, m.label, m.country) for m in gold}) == len({m.entity for m in gold})
    assert {m.entity for m in gold} == {m.entity for m in gold if m.kind == "name"}


def test_a_gold_mention_stands_once_in_the_list() -> None:
    places = [(m.doc, m.start, m.end) for m in read_mentions()]
    assert places == sorted(set(places), key=lambda place: (place[0], place[1], -place[2]))


def test_gold_mentions_begin_and_end_on_visible_characters(shared: Path) -> None:
    gold = read_mentions()
    texts = {name: (shared / "raw" / name).read_bytes().decode("utf-8") for name in {m.doc for m in gold}}
    for m in gold:
        before, inside, after = (
            texts[m.doc][m.start - 1 : m.start],
            texts[m.doc][m.start : m.end],
            texts[m.doc][m.end :],
        )
        assert inside
        assert inside[0].isalnum()
        assert inside[-1].isalnum() or inside == "U.S."
        assert not before.isalnum()
        assert not after[:1].isalnum()
        assert not re.match(r"(?i)(?:the|an?)\b", inside)


def test_gold_pronouns_and_only_they_are_words_for_third_persons(shared: Path) -> None:
    words = {"he", "him", "his", "she", "her", "it", "its", "itself", "himself", "herself"}
    for m in read_mentions():
        text = (shared / "raw" / m.doc).read_bytes().decode("utf-8")[m.start : m.end]
        assert (text.lower() in words) == (m.kind == "pronoun")


def test_the_gold_list_is_all_right_against_itself() -> None:
    gold = read_mentions()
    result = score(gold, gold, gold_entities(gold))
    assert all(figure.f1 == 1 for figure in result.figures.values())
    assert result.faults == []
    assert result.unmatched == []
    assert result.splits == {}
    assert result.merges == {}


def test_a_row_with_an_unknown_label_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    header = "file\tstart\tend\tlabel\tkind\tentity\tcountry\tstatus\tplace"
    path.write_text(f"{header}\na.txt\t0\t4\tTOWN\tname\tE01\t\tmust\tbody\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.tsv:2: unknown 'TOWN'"):
        read_mentions(path)


# the measure, on "Ada Berg left Oslo. She ..." and the like


def mention(
    start: int, end: int, entity: str, label: str = "PERSON", kind: str = "name", status: str = "must"
) -> Mention:
    return Mention("a.txt", start, end, label, kind, entity, status=status)


def scored(gold: list[Mention], found: list[Mention], countries: Iterable[tuple[str, str]] = ()) -> Score:
    labels = {m.entity: m.label for m in found if m.entity}
    codes = dict(countries)
    return score(gold, found, {i: Entity(i, label, codes.get(i, ""), "") for i, label in labels.items()})


def counts(result: Score, name: str) -> tuple[int, int, int]:
    figure = result.figures[name]
    return figure.gold, figure.found, figure.right


ADA = [mention(0, 8, "E01"), mention(20, 24, "E01"), mention(40, 43, "E01", kind="pronoun")]
FOUND_ADA = [mention(0, 8, "ada"), mention(20, 24, "ada"), mention(40, 43, "ada", kind="pronoun")]


def test_what_is_alike_is_all_right() -> None:
    result = scored(ADA, FOUND_ADA)
    assert counts(result, "names: span and label") == (2, 2, 2)
    assert counts(result, "pronouns") == (1, 1, 1)
    assert counts(result, "all mentions: linked") == (3, 3, 3)
    assert counts(result, "entities") == (1, 1, 1)
    assert result.faults == []


def test_a_longer_name_overlaps_but_is_not_right() -> None:
    result = scored([mention(4, 8, "E01")], [mention(0, 8, "ada")])
    assert counts(result, "names: overlap") == (1, 1, 1)
    assert counts(result, "names: span") == (1, 1, 0)
    assert [fault.what for fault in result.faults] == ["span"]


def test_a_name_of_another_label_is_told() -> None:
    result = scored([mention(0, 8, "E01")], [mention(0, 8, "ada", label="ORG")])
    assert counts(result, "names: span") == (1, 1, 1)
    assert counts(result, "names: span and label") == (1, 1, 0)
    assert counts(result, "entities") == (1, 1, 0)
    assert [fault.what for fault in result.faults] == ["label"]


def test_a_name_without_entity_is_missed_but_is_no_wrong_link() -> None:
    result = scored([mention(0, 8, "E01")], [mention(0, 8, "")])
    assert counts(result, "names: span and label") == (1, 1, 1)
    assert counts(result, "names: linked") == (1, 0, 0)


def test_a_split_entity_is_right_once_and_told() -> None:
    found = [FOUND_ADA[0], mention(20, 24, "berg"), mention(30, 34, "ada")]
    result = scored([*ADA[:2], mention(30, 34, "E01")], found)
    assert result.splits == {"E01": ["ada", "berg"]}
    assert counts(result, "entities") == (1, 2, 1)
    assert counts(result, "names: linked") == (3, 3, 2)
    assert result.unmatched == ["berg"]


def test_two_merged_entities_are_told_and_none_is_right() -> None:
    result = scored([mention(0, 8, "E01"), mention(20, 24, "E02")], [mention(0, 8, "ada"), mention(20, 24, "ada")])
    assert result.merges == {"ada": ["E01", "E02"]}
    assert counts(result, "entities") == (2, 1, 0)
    assert counts(result, "names: linked") == (2, 2, 1)


def test_a_role_may_begin_with_its_article_and_hold_a_name() -> None:
    people = mention(60, 69, "E02", label="NORP")
    role = mention(60, 76, "E01", kind="role")
    found = [mention(60, 69, "danish", label="NORP"), mention(56, 76, "ada", kind="role")]
    result = scored([*ADA, people, role], [*FOUND_ADA, *found])
    assert counts(result, "roles") == (1, 1, 1)
    assert result.faults == []


def test_a_pronoun_of_somebody_else_is_a_wrong_link() -> None:
    gold = [*ADA, mention(10, 14, "E02")]
    result = scored(gold, [*FOUND_ADA[:2], mention(10, 14, "eva"), mention(40, 43, "eva", kind="pronoun")])
    assert counts(result, "pronouns") == (1, 1, 0)
    assert [fault.what for fault in result.faults] == ["link"]


def test_a_pronoun_that_means_nobody_costs_precision() -> None:
    result = scored(ADA, [*FOUND_ADA, mention(50, 52, "ada", kind="pronoun")])
    assert counts(result, "roles and pronouns") == (1, 2, 1)


def test_what_may_be_found_counts_neither_way() -> None:
    unclear = mention(50, 52, "E01", kind="pronoun", status="may")
    assert scored([*ADA, unclear], FOUND_ADA).figures == scored(ADA, FOUND_ADA).figures
    with_it = [*FOUND_ADA, mention(50, 52, "ada", kind="pronoun")]
    assert scored([*ADA, unclear], with_it).figures == scored(ADA, FOUND_ADA).figures


def test_mentions_of_two_articles_are_no_pair() -> None:
    other = Mention("b.txt", 0, 8, "PERSON", "name", "ada")
    assert pair([ADA[0]], [other]) == [(ADA[0], None), (None, other)]


def test_countries_count_where_the_gold_list_knows_them() -> None:
    gold = [Mention("a.txt", 0, 4, "GPE", "name", "E01", "NOR"), Mention("a.txt", 9, 12, "LOC", "name", "E02")]
    found = [mention(0, 4, "oslo", label="GPE"), mention(9, 12, "alps", label="LOC")]
    assert counts(scored(gold, found, [("oslo", "NOR"), ("alps", "CHE")]), "entities: country") == (1, 1, 1)
    assert counts(scored(gold, found), "entities: country") == (1, 0, 0)


def test_figures() -> None:
    figure = Figure(4, 2, 1)
    assert (figure.precision, figure.recall, round(figure.f1, 3)) == (0.5, 0.25, 0.333)
    assert Figure(0, 0, 0).f1 == 1
    assert "50.0   25.0   33.3" in table("", {"names": figure})


# the floors


@pytest.mark.slow
def test_the_real_articles_reach_every_floor(shared: Path, tmp_path: Path) -> None:
    gold = read_mentions()
    tables = run(shared / "raw", tmp_path)
    result = compare(tables, gold)
    low = [
        name
        for name, (precision, recall) in FLOORS.items()
        if 100 * result.figures[name].precision < precision or 100 * result.figures[name].recall < recall
    ]
    assert not low, "\n".join([table("real articles", result.figures), *differences(result, gold, tables)])
