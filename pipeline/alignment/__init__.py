"""Which claims of two documents tell of the same matter: candidates, signals, score, relation."""
