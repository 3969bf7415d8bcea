"""The pieces of the stages `read` and `clean`: decoding, repair of characters, markup, layout and paragraphs."""
