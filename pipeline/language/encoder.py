"""The shared encoder of the bundled model: a small transformer in ONNX form, as a spaCy `tok2vec` layer.

Windows go through it one at a time. Its 8-bit arithmetic scales with all that it sees at once, so in batches the
vectors of a document would depend on its neighbours.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, chain
from thinc.shims import Shim
from thinc.types import Floats2d

from pipeline.language.pieces import Pieces

SERIOUS = 3  # the severity from which onnxruntime writes to the terminal
_SLOW = "SkipLayerNormFusion"  # one step in place of two, which takes four times as long as the two (1.31)


class EncoderShim(Shim):
    """Holds the session and the vocabulary of an encoder, and saves them with the model that it stands in."""

    def __init__(self) -> None:
        super().__init__(None)
        self.graph = b""
        self.pieces: Pieces | None = None
        self.session: InferenceSession | None = None

    def load(self, graph: bytes, definition: str) -> None:
        """Start a session of a graph that takes `ids` and `kinds`, (1, pieces), and gives (1, pieces, width)."""
        self.graph, self.pieces, self.session = graph, Pieces(definition), new_session(graph)

    def vectors(self, doc: Doc) -> NDArray[np.float32]:
        """Give a vector a token: the mean of those of its pieces."""
        if self.session is None or self.pieces is None:
            raise ValueError("the encoder has no weights yet: load a trained pipeline")
        found = []
        for window in self.pieces.windows([token.text for token in doc], [bool(token.whitespace_) for token in doc]):
            feed = {"ids": window.ids[None], "kinds": window.kinds[None]}
            states = self.session.run(None, feed)[0][0, :-1]
            sizes = np.diff(window.firsts, append=len(states))
            found.append(np.add.reduceat(states, window.firsts, axis=0) / sizes[:, None])
        return np.concatenate(found).astype(np.float32)

    def __reduce__(self) -> tuple[Callable[[bytes], EncoderShim], tuple[bytes]]:
        """Pickle what `to_bytes` packs: a session cannot be pickled."""
        return _unpack, (self.to_bytes(),)

    def to_bytes(self) -> bytes:
        """Pack the graph and the vocabulary."""
        definition = self.pieces.definition if self.pieces else ""
        graph = zlib.compress(self.graph, level=9)  # without loss, a quarter less
        packed: bytes = srsly.msgpack_dumps({"graph": graph, "pieces": definition})
        return packed

    def from_bytes(self, bytes_data: bytes) -> EncoderShim:
        """Load what `to_bytes` packed."""
        graph, definition = unpacked(bytes_data)
        if graph:
            self.load(graph, definition)
        return self


def unpacked(packed: bytes) -> tuple[bytes, str]:
    """Give the graph and the vocabulary that `EncoderShim.to_bytes` packed."""
    parts = srsly.msgpack_loads(packed)
    return zlib.decompress(parts["graph"]), parts["pieces"]


def new_session(graph: bytes) -> InferenceSession:
    """Start a session of a graph, on one thread: documents are spread over processes."""
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = SERIOUS
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=[_SLOW])


def _unpack(packed: bytes) -> EncoderShim:
    return EncoderShim().from_bytes(packed)


@registry.architectures("corroborate.OnnxEncoder.v1")  # type: ignore[untyped-decorator]  # spaCy's are untyped
def onnx_encoder(width: int) -> Model[list[Doc], list[Floats2d]]:
    """Build the layer; the weights come with a trained pipeline and stay as they are in further training.

    Args:
        width: How many numbers a vector holds.
    """
    return Model("onnx_encoder", _forward, dims={"nO": width}, shims=[EncoderShim()])


def _forward(
    model: Model[list[Doc], list[Floats2d]], docs: list[Doc], is_train: bool
) -> tuple[list[Floats2d], Callable[[Any], list[Doc]]]:
    width = model.get_dim("nO")
    shim = model.shims[0]
    assert isinstance(shim, EncoderShim)  # noqa: S101 - for the type checker: the constructor above put it there
    empty = np.zeros((0, width), dtype=np.float32)
    found: list[Any] = [shim.vectors(doc) if len(doc) else empty for doc in docs]
    return found, lambda _: []


@registry.architectures("corroborate.Part.v1")  # type: ignore[untyped-decorator]  # as above
def part(tok2vec: Model[list[Doc], list[Floats2d]], begin: int, width: int) -> Model[list[Doc], list[Floats2d]]:
    """Build a layer that gives a part of each vector, for the components that read no more of it.

    Args:
        tok2vec: What gives the vectors.
        begin: The first number of the part.
        width: How many numbers it holds.
    """
    cut: Model[list[Floats2d], list[Floats2d]] = Model("part", _cut, dims={"nO": width}, attrs={"begin": begin})
    model: Model[list[Doc], list[Floats2d]] = chain(tok2vec, cut)
    model.set_dim("nO", width, force=True)
    return model


def _cut(
    model: Model[list[Floats2d], list[Floats2d]], inputs: list[Floats2d], is_train: bool
) -> tuple[list[Floats2d], Callable[[Any], Any]]:
    begin = model.attrs["begin"]
    return [vectors[:, begin : begin + model.get_dim("nO")] for vectors in inputs], lambda _: inputs


def load_encoder(model: Model[list[Doc], list[Floats2d]], graph: Path, definition: str) -> None:
    """Put the weights of an ONNX file into a layer."""
    shim = model.shims[0]
    assert isinstance(shim, EncoderShim)  # noqa: S101 - as above
    shim.load(graph.read_bytes(), definition)
