"""Joins the documents of a batch, here or in other processes; what was joined in a run before is not joined again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from pipeline.alignment.blocks import Block, block_of, join_block, join_pair
from pipeline.alignment.candidates import Key
from pipeline.alignment.memory import Joins
from pipeline.errors import UsageError
from pipeline.executors import Executor

_WORTH = 150  # pairs that must be joined for other processes to be started, which takes each of them a second or two
_AT_ONCE = 50  # pairs of a block: so many that documents come up in few blocks, so few that no process waits long

Part = tuple[int, tuple[Key, ...]]
"""Pairs of a group that are joined in one go, by the number of the group."""


def join_groups(groups: Iterable[Sequence[Key]], joins: Joins, executor: Executor | None) -> Iterator[dict[Key, bytes]]:
    """What was made of each pair, a group at a time and in no certain order of the groups.

    Args:
        groups: Pairs of documents in groups that share none.
        joins: What joining the pairs looks at.
        executor: Spreads the pairs that must be joined; None to do all in this process.

    Raises:
        UsageError: Every process that was given some of the pairs was killed.
    """
    todo: list[tuple[Sequence[Key], list[Key]]] = []
    for group in groups:
        found = {key: made for key in group if (made := joins.kept(key)) is not None}
        if len(found) == len(group):
            yield found
        else:
            todo.append((group, [key for key in group if key not in found]))
    if executor is None or sum(len(new) for _, new in todo) < _WORTH:
        yield from (_whole(group, joins, {}) for group, _ in todo)
    else:
        yield from _spread(todo, joins, executor)


def _spread(
    todo: Sequence[tuple[Sequence[Key], list[Key]]], joins: Joins, executor: Executor
) -> Iterator[dict[Key, bytes]]:
    """The same with the new pairs of each group joined elsewhere."""
    parts = [(n, tuple(new[i : i + _AT_ONCE])) for n, (_, new) in enumerate(todo) for i in range(0, len(new), _AT_ONCE)]
    left = Counter(number for number, _ in parts)
    made: dict[int, dict[Key, bytes]] = defaultdict(dict)
    for (number, keys), found in executor.map(join_block, parts, partial(_sent, joins)):
        if found is None:
            raise UsageError(_lost(keys))
        made[number].update(zip(keys, found, strict=True))
        left[number] -= 1
        if not left[number]:
            yield _whole(todo[number][0], joins, made.pop(number))


def _sent(joins: Joins, part: Part) -> Block:
    return block_of([joins.pair(key) for key in part[1]], joins.library, joins.context)


def _whole(group: Sequence[Key], joins: Joins, new: Mapping[Key, bytes]) -> dict[Key, bytes]:
    """What was made of all pairs of a group: of some elsewhere, of others before, and of the rest here and now."""
    found = {}
    for key in group:
        kept = joins.kept(key) if key not in new else None
        found[key] = kept or new.get(key) or join_pair(joins.pair(key), joins.library, joins.context)
        if kept is None:
            joins.keep(key, found[key])
    return found


def _lost(keys: Sequence[Key]) -> str:
    others = f" and {len(keys) - 1} pairs of documents more" if len(keys) > 1 else ""
    return f"each process that aligned {' with '.join(keys[0])}{others} was killed; is memory short? Give fewer workers"
