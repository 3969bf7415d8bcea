"""Reading ECB+ and fitting the weights of alignment, on data made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

from pipeline.alignment.features import FEATURES, SIGNS  # noqa: E402
from training.alignment import calibration_error  # noqa: E402
from training.ecb import read_articles  # noqa: E402
from training.logistic import Source, regress  # noqa: E402

XML = """<Document doc_name="7_1ecb.xml">
<token t_id="1" sentence="0" number="0">Ada</token>
<token t_id="2" sentence="0" number="1">sank</token>
<token t_id="3" sentence="0" number="2">.</token>
<token t_id="4" sentence="1" number="0">She</token>
<token t_id="5" sentence="1" number="1">said</token>
<token t_id="6" sentence="1" number="2">so</token>
<Markables>
<ACTION_OCCURRENCE m_id="1"><token_anchor t_id="2"/></ACTION_OCCURRENCE>
<ACTION_REPORTING m_id="2"><token_anchor t_id="5"/></ACTION_REPORTING>
<HUMAN_PART_PER m_id="3"><token_anchor t_id="1"/></HUMAN_PART_PER>
<ACTION_OCCURRENCE m_id="4" TAG_DESCRIPTOR="sinking" />
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="1" note="ACT1"><source m_id="1"/><target m_id="4"/></CROSS_DOC_COREF>
<CROSS_DOC_COREF r_id="2" note="ACT2"><source m_id="2"/><target m_id="4"/></CROSS_DOC_COREF>
<CROSS_DOC_COREF r_id="3" note="HUM1"><source m_id="3"/><target m_id="4"/></CROSS_DOC_COREF>
</Relations>
</Document>"""


def test_articles_know_their_sentences_and_what_they_mention(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "7_1ecb.xml").write_text(XML, encoding="utf-8")
    (tmp_path / "validated_sentences.csv").write_text("Topic,File,Sentence Number\n7,1ecb,0\n", encoding="utf-8")
    (article,) = read_articles(tmp_path)
    assert article.text == "Ada sank.\n\nShe said so"
    assert (article.story, article.topic, article.validated) == ("7ecb", 7, frozenset((0,)))
    assert [article.text[a:b] for a, b in article.sentences] == ["Ada sank.", "She said so"]
    mentions = [(article.text[m.start : m.end], m.instance, m.is_event) for m in article.mentions]
    assert mentions == [("Ada", "HUM1", False), ("sank", "ACT1", True)]


def test_no_signal_counts_the_wrong_way() -> None:
    random = np.random.default_rng(7)
    values = random.random((400, len(FEATURES)))
    labels = (values[:, 0] + random.random(400) < 1).astype(int)  # the more overlap, the less likely: absurd
    own = Source(values, labels)
    coefficients, _ = regress(own, [Source(values[:100], labels[:100])])
    for coefficient, sign in zip(coefficients, SIGNS.values(), strict=True):
        assert coefficient * sign >= 0


def test_what_other_sources_tell_weighs_signals_but_not_how_likely_pairs_are() -> None:
    random = np.random.default_rng(7)
    values = random.random((400, len(FEATURES)))
    labels = (values[:, 0] + random.random(400) > 1.5).astype(int)  # the first signal tells, in a few pairs
    others = (values[:, 1] + random.random(400) > 0.5).astype(int)  # the second does, in most
    own = Source(values, labels)
    alone, _ = regress(own, [])
    coefficients, constant = regress(own, [Source(values, others)])
    assert alone[1] < coefficients[1] / 2
    chances = 1 / (1 + np.exp(-(values @ coefficients + constant)))
    assert chances.mean() == pytest.approx(labels.mean(), abs=0.02)


def test_what_is_read_is_one_more_signal() -> None:
    random = np.random.default_rng(7)
    values = random.random((400, len(FEATURES)))
    read = random.random(400)
    own = Source(values, (read > 0.5).astype(int)).some(np.arange(400) < 300, read)
    assert own.values.shape == (300, len(FEATURES) + 1)
    coefficients, _ = regress(own, [])
    assert coefficients[-1] == max(coefficients)


def test_probabilities_that_come_true_have_no_calibration_error() -> None:
    found = np.array([0.25] * 4 + [0.75] * 4)
    labels = np.array([1, 0, 0, 0, 1, 1, 1, 0])
    assert calibration_error(labels, found) == pytest.approx(0)
    assert calibration_error(1 - labels, found) == pytest.approx(0.5)
