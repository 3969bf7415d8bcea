"""Readers of the corpora that mark names, each reconciled to OntoNotes labels; "" marks what is not known."""
