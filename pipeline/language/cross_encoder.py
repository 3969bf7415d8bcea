"""Reads two claims side by side and tells how they stand to each other: layers on the bundled encoder's word vectors.

It knows more of what words mean than the signals of alignment do (that who *is in intensive care* did not *escape
unhurt*), and less of names, numbers and dates; `alignment.relations` weighs both.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import srsly
from numpy.typing import NDArray

from pipeline.language.pieces import Pieces, kind

if TYPE_CHECKING:  # which takes long to import, and most processes of a run read no pairs
    from onnxruntime import InferenceSession

ENCODER = Path(__file__).parent / "en_corroborate" / "tok2vec" / "model"
WEIGHTS = Path(__file__).parent / "cross_encoder.bin"
Row = NDArray[np.float32]

NONE = "none"
LABELS = ("agrees", "elaborates", NONE, "number", "date", "polarity", "actor", "place", "modality")
"""What it tells apart: three relations, and conflicts by what they are about."""
LONGEST = 120  # pieces of a claim; the rest is not looked at
_WORD = re.compile(r"\w+|[^\w\s]")
_CACHED = 10_000


class CrossEncoder:
    """Tells the relation of two claims from their texts.

    Args:
        session: Of a graph that takes `ids` and `kinds`, (1, pieces), and gives (1, labels).
        pieces: What cuts words into the pieces that the graph knows.
    """

    def __init__(self, session: InferenceSession, pieces: Pieces) -> None:
        self._session, self._opens = session, pieces.opens
        self._read = lru_cache(_CACHED)(self._ordered)
        self._cut = lru_cache(_CACHED)(partial(cut, pieces))

    def log_probabilities(self, first: str, second: str) -> Row:
        """The logarithm of the probability of each of `LABELS`, (labels,); the same whichever claim comes first."""
        return self._read(*sorted((first, second)))

    def _ordered(self, first: str, second: str) -> Row:
        ids, kinds = together(self._opens, self._cut(first), self._cut(second))
        found = of_scores(self._session.run(None, {"ids": ids[None], "kinds": kinds[None]})[0][0])
        found.setflags(write=False)  # it stays in the cache
        return found


@cache
def load(weights: Path = WEIGHTS) -> CrossEncoder:
    """One that `training.cross_encoder` made, that which ships with the project if none is named."""
    from pipeline.language.encoder import new_session, unpacked

    (packed,) = srsly.msgpack_loads(ENCODER.read_bytes())["shims"][0]
    trunk, definition = unpacked(packed)
    return CrossEncoder(new_session(joined(srsly.msgpack_loads(weights.read_bytes()), trunk)), Pieces(definition))


def parted(graph: bytes, trunk: bytes, table: bytes) -> dict[str, Any]:
    """A graph without the table of words that stands in another one too."""
    begin = graph.index(table)
    rest = graph[:begin] + graph[begin + len(table) :]
    return {"rest": zlib.compress(rest, level=9), "at": begin, "from": trunk.index(table), "length": len(table)}


def joined(parts: Mapping[str, Any], trunk: bytes) -> bytes:
    """The graph that `parted` parted."""
    rest, at = zlib.decompress(parts["rest"]), parts["at"]
    return rest[:at] + trunk[parts["from"] : parts["from"] + parts["length"]] + rest[at:]


def of_scores(scores: Row) -> Row:
    """The logarithm of the probability of each of `LABELS` for the scores that a graph gives, both (labels,).

    The score of `NONE` is the logarithm of its odds; those of the others tell how likely each is where it is none.
    """
    place = LABELS.index(NONE)
    others = np.delete(scores, place).astype(np.float64)
    rest = -np.logaddexp(0.0, float(scores[place]))
    found: Row = (scores - others.max() - np.log(np.exp(others - others.max()).sum()) + rest).astype(np.float32)
    found[place] = -np.logaddexp(0.0, -float(scores[place]))
    return found


class Cut(NamedTuple):
    """A text in pieces, with a break behind it.

    Attributes:
        ids: Its pieces, (pieces,).
        kinds: The kinds of the words that they are of, (pieces,).
    """

    ids: list[int]
    kinds: list[int]


def cut(pieces: Pieces, text: str) -> Cut:
    """Cut a text into pieces, of which it keeps `LONGEST`."""
    ids: list[int] = []
    kinds: list[int] = []
    for word in _WORD.finditer(text):
        found = pieces.of(word[0])
        ids += found
        kinds += [kind(word[0], word.start() == 0 or text[word.start() - 1].isspace())] * len(found)
    return Cut([*ids[:LONGEST], pieces.breaks], [*kinds[:LONGEST], 0])


def together(opens: int, first: Cut, second: Cut) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Two texts as the encoder takes them: pieces and kinds of words, both (pieces,), behind the piece that opens."""
    ids, kinds = [opens, *first.ids, *second.ids], [0, *first.kinds, *second.kinds]
    return np.array(ids, dtype=np.int64), np.array(kinds, dtype=np.int64)
