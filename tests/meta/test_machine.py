"""The project's files say nothing about the machine that they were written on."""

import re

from tests.meta.sources import ROOT, project_files

# Put together from pieces, or this file would be found as well.
MACHINE = re.compile(
    r"(?<![\w./~*])/(?:work|root)(?=/|$|[\s\"'`),;:])|\.py" + r"env\b|\.\./sha" + r"red\b", re.MULTILINE
)


def test_no_file_names_a_folder_of_a_machine() -> None:
    """Neither absolute folders of a home or checkout nor the places of one Python installation."""
    files = project_files()
    assert len(files) > 100
    found = []
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE.finditer(text)]
    assert found == []


def test_the_pattern_finds_what_it_should() -> None:
    """It matches folders, and no paths of programs."""
    folder = "/" + "work"
    assert MACHINE.search(f"see {folder}/main/x.py")
    assert MACHINE.search(f'"{folder}"')
    assert MACHINE.search("/" + "root/.cache")
    assert not MACHINE.search("GET /workers and api/work and /rooted")
