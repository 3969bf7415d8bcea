"""Readers of the corpora that mark names, each reconciled to OntoNotes labels; "" marks words of which nothing is known."""
