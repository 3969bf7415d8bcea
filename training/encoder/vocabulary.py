"""MiniLM's word pieces without those that English text never needs."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

MARK = "##"


def cut_vocabulary(definition: Path) -> tuple[str, list[int]]:
    """Leave out reserved pieces and those of other scripts than Latin.

    Args:
        definition: The `tokenizer.json` of the model.

    Returns:
        The smaller tokenizer as JSON, and the rows of the old vocabulary that it keeps, in order.
    """
    tokenizer = json.loads(definition.read_text(encoding="utf-8"))
    old: dict[str, int] = tokenizer["model"]["vocab"]
    special = {token["content"] for token in tokenizer["added_tokens"]}
    kept = [piece for piece in sorted(old, key=old.__getitem__) if piece in special or is_needed(piece)]
    new = {piece: i for i, piece in enumerate(kept)}
    tokenizer["model"]["vocab"] = new
    tokenizer["added_tokens"] = [token | {"id": new[token["content"]]} for token in tokenizer["added_tokens"]]
    tokenizer |= {"padding": None, "truncation": None, "post_processor": None}
    return json.dumps(tokenizer, ensure_ascii=False), [old[piece] for piece in kept]


def is_needed(piece: str) -> bool:
    """Whether a piece is written in Latin letters, figures, or marks of print."""
    if piece.startswith("[unused"):
        return False
    letters = [character for character in piece.removeprefix(MARK) if character.isalpha()]
    return all(unicodedata.name(character, "").startswith("LATIN") for character in letters)
