"""Files with hostile names, and things under raw/ that are no ordinary files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tests.hostile.fixture import DOCUMENT, Hostile, article, named

COMPOSED, DECOMPOSED = "caf\u00e9.txt", "cafe\u0301.txt"


def _bytes_name(folder: Path) -> None:
    """Names that are not UTF-8, and one that looks as they are told."""
    for number, name in enumerate((b"caf\xe9.txt", b"caf\\xe9.txt")):
        (folder / os.fsdecode(name)).write_text(article(f"bytes {number}"))


def _bytes_folder(folder: Path) -> None:
    """An article in a folder whose name is not UTF-8."""
    inner = folder / os.fsdecode(b"\xff")
    inner.mkdir()
    (inner / "a.txt").write_text(article("a folder of bytes"))


def _link_out(folder: Path) -> None:
    """A link to a file that lies outside raw/, and one up and over."""
    outside = folder.parents[1] / "outside.txt"
    outside.write_text(article("what lies outside"))
    (folder / "absolute.txt").symlink_to(outside)
    (folder / "relative.txt").symlink_to("../../outside.txt")


def _link_in(folder: Path) -> None:
    """A link to an article under raw/."""
    (folder / "a.txt").write_text(article("links"))
    (folder / "b.txt").symlink_to("a.txt")


def _loops(folder: Path) -> None:
    """Links that lead to themselves and to their own folder."""
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "ping.txt").symlink_to("pong.txt")
    (folder / "pong.txt").symlink_to("ping.txt")
    (folder / "around").symlink_to(".")


def _deep(folder: Path) -> None:
    """An article under more folders than Python calls functions."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(500):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    handle = os.open("a.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here)
    os.write(handle, article("depths").encode())
    os.close(handle)
    os.close(here)


def _unreadable(folder: Path) -> None:
    """A file and a folder that nobody may read."""
    (folder / "a.txt").write_text(article("secrets"))
    (folder / "a.txt").chmod(0)
    (folder / "inner").mkdir()
    (folder / "inner" / "b.txt").write_text(article("more secrets"))
    (folder / "inner").chmod(0)


def _twice(folder: Path) -> None:
    """One article under two names."""
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(article("something twice"))


def _folder(folder: Path) -> None:
    """A folder with a name as of a file."""
    (folder / "x.txt").mkdir()
    (folder / "x.txt" / "a.txt").write_text(article("folders"))


def _hidden(folder: Path) -> None:
    """Hidden files are no articles; the visible one is."""
    for name in (".a.txt", "._b.txt", "c.txt"):
        (folder / name).write_text(article("hiding"))


NAMES = (
    named("name_of_255_bytes", "n" * 251 + ".txt"),
    named("name_of_255_bytes_in_kana", "な" * 83 + "ab.txt"),
    named("name_with_newline", "a\nquarantined: file b.txt.txt", "c\r.txt"),
    named("name_with_dots", "a...txt", "b..md"),
    named("name_like_an_option", "-rf.txt", "--help.txt"),
    named("name_like_a_formula", "=1+1.txt", "@SUM(A1).txt", "+2.txt"),
    named("name_with_markup", "<img src=x onerror=alert(1)>.txt", "'\";&.txt"),
    named("name_turned_around", "\u202etxt.exe.txt", "\u2066a\u2069b.txt"),
    named("name_for_a_shell", "$(touch owned).txt", "`id`.txt", "a;b|c&d.txt", "*?[!].txt"),
    named("name_with_spaces", " .txt", "a  b .txt"),
    named("name_of_emoji", "👨\u200d👩\u200d👧.txt"),
    named("name_of_a_drive", "C:a.txt", "~.txt", "CON.txt", "a\\..\\b.txt"),
    named("name_with_escapes", "\x1b[31mred.txt", "\x7f.txt"),
    named("suffix_unknown", "a", "a.exe", "a.txt~", "a.TXT.bak", becomes="unsupported_format"),
    Hostile("name_of_bytes", _bytes_name, {"./caf\\xe9.txt": "bad_name", "caf\\xe9.txt": DOCUMENT}),
    Hostile("folder_of_bytes", _bytes_folder, {"./\\xff/a.txt": "bad_name"}),
    Hostile("hidden", _hidden, {"c.txt": DOCUMENT}),
    Hostile("folder_like_a_file", _folder, {"x.txt/a.txt": DOCUMENT}),
    Hostile(
        "names_by_case",
        lambda folder: [(folder / name).write_text(article(f"case {name}")) for name in ("A.txt", "a.txt")],
        {"A.txt": DOCUMENT, "a.txt": "same_name"},
    ),
    Hostile(
        "names_by_form",
        lambda folder: [(folder / n).write_text(article(f"form {len(n)}")) for n in (COMPOSED, DECOMPOSED)],
        {DECOMPOSED: DOCUMENT, COMPOSED: "same_name"},
    ),
)

THINGS = (
    Hostile("link_out", _link_out, {"absolute.txt": "outside", "relative.txt": "outside"}),
    Hostile("link_in", _link_in, {"a.txt": DOCUMENT, "b.txt": "duplicate"}),
    Hostile("link_to_device", lambda folder: (folder / "a.txt").symlink_to("/dev/zero"), {"a.txt": "not_a_file"}),
    Hostile("link_to_nothing", lambda folder: (folder / "a.txt").symlink_to("nothing"), {"a.txt": "not_a_file"}),
    Hostile("loops", _loops, dict.fromkeys(("self.txt", "ping.txt", "pong.txt", "around"), "not_a_file")),
    Hostile("pipe", lambda folder: os.mkfifo(folder / "a.txt"), {"a.txt": "not_a_file"}),
    Hostile("socket", lambda folder: os.mknod(folder / "a.txt", stat.S_IFSOCK | 0o600), {"a.txt": "not_a_file"}),
    Hostile(
        "device",
        lambda folder: os.mknod(folder / "a.txt", stat.S_IFCHR | 0o600, os.makedev(1, 5)),
        {"a.txt": "not_a_file"},
    ),
    Hostile("deep", _deep, {"/".join(["d"] * 500 + ["a.txt"]): DOCUMENT}),
    Hostile("unreadable", _unreadable, {"a.txt": "unreadable", "inner": "unreadable"}),
    Hostile("twice", _twice, {"a.txt": DOCUMENT, "b.txt": "duplicate"}),
)

FILES: tuple[Hostile, ...] = (*NAMES, *THINGS)
