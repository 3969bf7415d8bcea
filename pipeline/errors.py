"""What can stop a run, each with the exit code that the command gives for it, and how messages show odd names."""

from __future__ import annotations


def visible(text: str) -> str:
    """A text in one line, with whatever cannot be seen escaped, so that no name forges lines or steers a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


class CorroborateError(Exception):
    """A failure whose message says, in one line, what is wrong and what to do."""

    exit_code = 1


class UsageError(CorroborateError):
    """Bad usage, settings or manifest, or a model that cannot be had."""

    exit_code = 2


class InvalidOutputs(CorroborateError):
    """Tables that break the contract; nothing is committed."""

    exit_code = 4


class Locked(CorroborateError):
    """Another run holds the lock of the output folder."""

    exit_code = 75
