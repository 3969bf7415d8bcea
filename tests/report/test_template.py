import json

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline.report.template import data_block
from pipeline.report.unseen import UNSEEN, shown

VALUES = st.recursive(
    st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(value=VALUES)
def test_data_are_read_back_and_end_no_element(value: object) -> None:
    block = data_block(value)
    assert json.loads(block) == value
    assert not set("<>&") & set(block)
    assert not UNSEEN.search(block)


def test_what_hides_text_is_shown_but_markup_is_left_alone() -> None:
    assert shown("a\u202eb") == "a[U+202E]b"
    assert shown(Markup("<b>a</b>")) == Markup("<b>a</b>")
    assert shown(7) == 7
