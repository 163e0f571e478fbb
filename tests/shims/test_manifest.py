"""The manifest says what the shims declare."""

from importlib import import_module
from typing import Any

from cmc.runtime.declare import declaration_of, declared_functions, declared_methods
from cmc.runtime.manifest import MANIFEST, NAMES, manifest, manifest_text, names_text


def resolve(place: str) -> Any:
    module, _, path = place.partition(":")
    value: Any = import_module(module)
    for part in path.split("."):
        value = getattr(value, part)
    return value


def test_the_files_are_up_to_date() -> None:
    assert MANIFEST.read_text("utf-8") == manifest_text(), "run `python -m cmc.runtime.manifest`"
    assert NAMES.read_text("utf-8") == names_text(), "run `python -m cmc.runtime.manifest`"


def test_python_places_lead_to_the_declared_functions() -> None:
    data = manifest()
    for path, entry in data["functions"].items():
        found = declaration_of(resolve(entry["python"]))
        assert found is not None and found.path == path
    for path, entry in data["classes"].items():
        assert resolve(entry["python"]).lua_path == path
        for name, method in entry["methods"].items():
            declaration = declaration_of(resolve(method["python"]))
            # Methods of a base class are declared with its path.
            assert declaration is not None and declaration.name == name


def test_paths_begin_with_their_library_and_are_documented() -> None:
    data = manifest()
    libraries = {**data["globals"], **data["packages"], **data["extensions"], **data["global_functions"]}
    for path, entry in data["functions"].items():
        assert libraries[path.partition(".")[0]] == entry["python"].partition(":")[0]
        assert entry["doc"], path
    for path, entry in data["classes"].items():
        for name, method in entry["methods"].items():
            assert method["doc"], f"{path}:{name}"


def test_every_declaration_is_listed_once() -> None:
    data = manifest()
    for name, module_name in {**data["globals"], **data["packages"], **data["extensions"]}.items():
        paths = [declaration.path for declaration, _ in declared_functions(import_module(module_name))]
        assert sorted(paths) == [path for path in data["functions"] if path.startswith(name + ".")]
    for entry in data["classes"].values():
        assert len(list(declared_methods(resolve(entry["python"])))) == len(entry["methods"])


def test_what_the_compiler_asks_for() -> None:
    database = manifest()["classes"]["sqlite.Database"]
    assert database["kind"] == "userdata"
    assert database["methods"]["query"]["results"] == ["table"]
    assert database["methods"]["query_row"]["results"] == ["table|nil"]
    assert database["methods"]["query"]["suspends"] is True
    assert database["methods"]["begin"]["results"] == []
    assert manifest()["classes"]["honeymoon.Request"]["fields"]["params"] == "table"
    assert manifest()["functions"]["sqlite.open"]["results"] == ["sqlite.Database"]
