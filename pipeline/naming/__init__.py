"""Rules about names and numbers: where they begin and end, what they measure, and which names are one entity."""
