"""Generated code calls declared methods as methods in Python; the manifest has to name them rightly."""

import json
from importlib import import_module

import pytest

from cmc.runtime.core.arguments import MISSING
from cmc.runtime.core.frames import native_codes
from cmc.runtime.declare import declaration_of, declared_methods
from cmc.runtime.lua_form import signature_of
from cmc.runtime.manifest import MANIFEST

CLASSES = json.loads(MANIFEST.read_text("utf-8"))["classes"]


@pytest.mark.parametrize("path", CLASSES)
def test_methods_in_python(path: str) -> None:
    """Each method is found under its Python name, is known to the call stack, and takes None for an absent argument."""
    module, name = CLASSES[path]["python"].split(":")
    cls = getattr(import_module(module), name)
    for declaration, method in declared_methods(cls):
        python = CLASSES[path]["methods"][declaration.name]["python"].rpartition(".")[2]
        attribute = getattr(cls, python)
        found = declaration_of(attribute)
        assert found is not None and found.name == declaration.name
        assert attribute.__code__ in native_codes
        for parameter in signature_of(method, cls).parameters:
            assert parameter.kind.lua != "any" or parameter.default in (None, MISSING)
