"""The page on what can go wrong: exit codes, and why a file may end in quarantine."""

from __future__ import annotations

from pipeline.reference.markdown import code, table
from pipeline.run import PASSING

_HEAD = """# What can go wrong

Made from `pipeline/reference/failures.py` by `make docs`; tests hold it to what the code does.

## Exit codes

`make` turns any code but 0 into 2.
"""

EXIT_CODES = {
    0: ("done", "nothing"),
    2: (
        "the command, a setting, `sources.toml` or the model cannot be used; nothing was written",
        "read the line that was told; it says what to change",
    ),
    3: (
        "done and written, but more than `max_quarantine` of the files could not be used",
        "look at the table `quarantine`; mend or remove the files, or raise `max_quarantine`",
    ),
    4: (
        "the tables failed their checks; nothing was committed. From `verify`: files of the latest tables "
        "were changed or are missing",
        "report it, with the lines that were told; after `verify`, run again",
    ),
    74: (
        "input or output error: a full disk, a folder that may not be written to; the latest tables are whole",
        "make room or give the rights, then run again",
    ),
    75: (
        "another run is writing to the same outputs; nothing was written",
        "nothing, the next call will do; if it happens every time, runs take longer than the time between them",
    ),
    130: ("interrupted (Ctrl-C, SIGINT); the latest tables are whole", "run again"),
    143: ("terminated (SIGTERM: `systemctl stop`, a shutdown); the latest tables are whole", "run again"),
}
"""What each exit code means, and what to do."""

_OTHER = """
Any other code is a defect: 1 with a traceback, or a signal such as 137 where the system killed the run for want of
memory. The tables are whole even then. Where memory is short, give fewer `--workers`; a process of theirs that is
killed is replaced, and a file that kills three of them ends in `quarantine` as `worker_died`.

## Files in quarantine

The table [quarantine](../tables.md#quarantine) names each file that could not be used, the stage that gave it up, a
reason, and in `detail` what to do. The other files are not affected. A file is looked at again when it changes; where
the reason may pass, the next run tries it in any case.
"""

REASONS = {
    "archive_bomb": ("a Word document grows beyond measure when it is unpacked", "save its text as .txt"),
    "bad_name": ("the name of the file or of its folder is not UTF-8", "rename it"),
    "binary": (
        "the file is not text, or full of control characters",
        "put the article's text there, or remove the file",
    ),
    "changed": ("it was written to, replaced or removed while the run went on", "run again"),
    "duplicate": ("another file has the same bytes", "remove one"),
    "empty": (
        "there is no text, or nothing but white space and page furniture",
        "put the article's text into the file",
    ),
    "encrypted": ("the PDF or Word document is locked", "save it without a password"),
    "error": ("a defect of Corroborate", "report it with the file"),
    "missing_extra": (
        "web pages, PDFs or Word documents need an extra that is not installed",
        "install it; `detail` says how",
    ),
    "no_text": (
        "no article is found on the web page, or the PDF or Word document holds pictures alone",
        "save the text as .txt, or make it text with a program for OCR",
    ),
    "not_a_file": ("it is no ordinary file: a pipe, a link that is broken or leads to a folder", "remove it"),
    "outside": ("it is a link that leads out of the raw folder", "copy the file itself there"),
    "parse_failed": (
        "the file is damaged or of an old kind, and its parser gave up",
        "save the article's text as .txt",
    ),
    "same_name": (
        "another file has the same name but for its folder or suffix, so that both would have one `doc_id`",
        "rename one",
    ),
    "timeout": ("reading the file took more than its time", "save the article's text as .txt"),
    "too_big": ("the file is too large", "split it into articles"),
    "too_long": ("the text is too long", "split it into articles"),
    "too_many_elements": ("the web page has too many elements", "save the article alone"),
    "too_many_pages": ("the PDF has too many pages", "split it into articles"),
    "too_much_memory": ("reading the file took more than its memory", "save the article's text as .txt"),
    "too_short": ("the text has only a few words", "see whether this is the whole article"),
    "undecodable": ("the encoding cannot be told", "save the file as UTF-8"),
    "unreadable": ("the file or its folder may not be read", "change its permissions"),
    "unsupported_format": ("the suffix is not that of a format that is read", "convert the file to one of them"),
    "unsupported_language": ("the text does not read as English", "remove it; only English is supported"),
    "worker_died": ("three processes were killed while they worked on it", "see whether memory is short"),
}
"""What each reason of quarantine means, and what to do."""


def page() -> str:
    """The page as Markdown."""
    codes = [(str(number), *told) for number, told in EXIT_CODES.items()]
    reasons = [(code(name), *told, "yes" if name in PASSING else "") for name, told in REASONS.items()]
    head = ("reason", "what it means", "what to do", "tried again")
    return "\n".join([_HEAD, table(("code", "what it means", "what to do"), codes) + _OTHER, table(head, reasons)])
