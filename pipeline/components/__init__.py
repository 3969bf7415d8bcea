"""The linguistics: spaCy components, one file each, that write spans and typed records onto a Doc.

They know nothing of files, tables or raw offsets: `pipeline.stages` turns what they find into rows.
"""
