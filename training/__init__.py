"""Everything that makes the bundled weights from the corpora; `pipeline` never imports it."""
