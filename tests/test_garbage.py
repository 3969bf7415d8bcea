import gc

import pytest

from pipeline.garbage import seldom_collected


def test_python_s_own_measure_is_back_whatever_happens() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold() > before
    assert gc.get_threshold() == before
    with pytest.raises(ZeroDivisionError), seldom_collected():
        raise ZeroDivisionError
    assert gc.get_threshold() == before
