"""What can stop a run, each with the exit code that the command gives for it."""

from __future__ import annotations


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
