from pathlib import Path

from frictionless import Package

from tests.samples import commit, generation


def test_the_data_package_of_a_generation_is_valid(tmp_path: Path) -> None:
    folder = commit(tmp_path, generation(), keep=1)
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
