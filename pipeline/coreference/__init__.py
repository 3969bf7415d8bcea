"""Rules about who is meant: variants of a name, roles and pronouns, inside one document."""
