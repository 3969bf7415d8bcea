from pathlib import Path

import pytest

from pipeline.config import Settings, load_settings
from pipeline.errors import UsageError


def test_the_command_line_wins_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "corroborate.toml"
    file.write_text('model = "mine"\nworkers = 3\nraw = "articles"\n')
    settings = load_settings(file, workers=2, out=None)
    assert settings == Settings(raw=tmp_path / "articles", model="mine", workers=2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wrokers = 2", "no setting is called 'wrokers'"),
        ("workers = 'two'", "workers must be a"),
        ("workers = true", "workers must be a"),
        ("workers = 0", "1 or more"),
        ("executor = 'dask'", "one of serial, processes, ray"),
        ("executor = 'serial'\nworkers = 2", "serial is one worker"),
        ("address = 'auto'", "give --executor ray"),
        ("max_quarantine = 2", "between 0 and 1"),
        ("workers =", "cannot read the settings"),
    ],
)
def test_a_bad_file_is_told_by_what_is_wrong_with_it(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "corroborate.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=told):
        load_settings(file)


def test_outputs_are_no_articles(tmp_path: Path) -> None:
    for inside in (tmp_path, tmp_path / "outputs", tmp_path / "x" / ".." / "outputs"):
        with pytest.raises(UsageError, match="read it as articles"):
            Settings(tmp_path, inside)
    (tmp_path / "loop").symlink_to("loop")
    assert Settings(tmp_path / "raw", tmp_path / "raw-outputs").out.name == "raw-outputs"
    assert Settings(tmp_path / "loop", tmp_path / "outputs").raw.name == "loop"


def test_articles_are_no_outputs(tmp_path: Path) -> None:
    for inside in (tmp_path / "out" / "raw", tmp_path / "out" / "runs" / ".." / "raw"):
        with pytest.raises(UsageError, match="where runs write"):
            Settings(inside, tmp_path / "out")
    at = {"raw_address": "s3://news/out/raw", "out_address": "s3://news/out"}
    with pytest.raises(UsageError, match="s3://news/out/raw lies in s3://news/out, where runs write"):
        Settings(tmp_path / "raw", tmp_path / "out", **at)


def test_outputs_are_not_put_among_the_articles_of_another_batch(tmp_path: Path) -> None:
    (tmp_path / "others").mkdir()
    assert Settings(tmp_path / "raw", tmp_path / "others" / "out").keep == 5
    (tmp_path / "others" / "sources.toml").touch()
    with pytest.raises(UsageError, match="which holds articles"):
        Settings(tmp_path / "raw", tmp_path / "others" / "out")
    (tmp_path / "link").symlink_to(tmp_path / "others")
    with pytest.raises(UsageError, match="which holds articles"):
        Settings(tmp_path / "raw", tmp_path / "link" / "out" / "deeper")


def test_a_settings_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the settings"):
        load_settings(tmp_path / "none.toml")
