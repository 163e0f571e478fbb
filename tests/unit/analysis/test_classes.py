"""Which tables of a program are written as classes."""

import pytest

from tests.differential import classes
from tests.unit.analysis.test_flow import program_of

_SHAPE = """\
local Shape = {}
Shape.__index = Shape
function Shape.new(x) return setmetatable({x = x}, Shape) end
function Shape:get() return self.x end
function Shape.__sub() return 1 end
local shape = Shape.new(1)
"""


def declared(text: str) -> int:
    """How many classes a program has."""
    return len(program_of(main=text).unit("main").classes.declared)


def test_generated_programs_have_classes() -> None:
    """The programs of tests/differential/classes.py are about what they say."""
    found = [declared(classes.program(seed)) for seed in range(20)]
    assert sum(1 for count in found if count) >= 10


KEPT = {
    "uses of fields and methods": "shape.x = 2 print(shape:get(), shape.get(shape), Shape.get(shape))",
    "what the base has of its own": "print(shape - shape)\n"
    "local Round = setmetatable({}, {__index = Shape}) Round.__index = Round Round.__sub = Shape.__sub",
}
LOST = {
    "a metamethod that the base does not have": "print(shape:get())\n"
    "local Round = setmetatable({}, {__index = Shape}) Round.__index = Round Round.__add = Shape.__add",
    "an instance as metatable": "setmetatable({}, shape)",
    "an instance as prototype": "print(setmetatable({}, {__index = shape}).x)",
    "an instance as date": "print(os.time(shape))",
    "a call that the base answers": "Shape.__call = function() end\n"
    "local Round = setmetatable({}, {__index = Shape}) Round.__index = Round\n"
    "function Round.new() return setmetatable({}, Round) end print(Round.new()())",
    "a name that bodies of classes refer to": "Shape.staticmethod = 1",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_kept(text: str) -> None:
    """Nobody can tell that the tables are classes."""
    assert declared(_SHAPE + text)


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_lost(text: str) -> None:
    """Somebody could."""
    assert not declared(_SHAPE + text)
