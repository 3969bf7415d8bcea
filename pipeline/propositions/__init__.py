"""Rules about clauses: which assert something, their predicates, and where they begin and end."""
