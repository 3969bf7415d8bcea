"""The tables in the forms that other tools take: a module a format, each with one function, `write`.

An export reads one generation and writes one file elsewhere. What takes long to import is imported when it is needed.
"""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path

from pipeline.store.exported import placed


class ExportFormat(StrEnum):
    """Forms that the tables can be exported in."""

    CONLLU = "conllu"
    DOCBIN = "docbin"
    WEBANNOTATION = "webannotation"
    DUCKDB = "duckdb"


_MODULES = {
    ExportFormat.CONLLU: "conllu",
    ExportFormat.DOCBIN: "docbin",
    ExportFormat.WEBANNOTATION: "web_annotation",
    ExportFormat.DUCKDB: "database",
}


def export(form: ExportFormat, source: Path, target: Path, *, force: bool = False) -> None:
    """Export the tables of a generation.

    Args:
        form: What to make of them.
        source: Folder of the generation, or the folder of outputs that holds `latest`.
        target: The file to write.
        force: Whether to replace a file that lies there.

    Raises:
        UsageError: There is no generation, something that the format needs is missing, or no file can be put there.
        OSError: The file cannot be written.
    """
    from pipeline.tables import load_tables

    tables = load_tables(source)
    with placed(target, tables.folder, force=force) as path:
        import_module(f"pipeline.export.{_MODULES[form]}").write(tables, path)
