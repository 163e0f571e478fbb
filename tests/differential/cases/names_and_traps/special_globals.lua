-- Shows globals with names of double underscores and module attributes.
print(__name__, __file__, __builtins__, __doc__, __import__, __debug__, exit, quit, help, copyright)
__name__, __doc__, __file__ = "n", "d", "f"
print(__name__, __doc__, __file__, _G.__name__)
function __init__(self) return self end
print(__init__ "called")
local __class__, __slots__, __dict__ = 1, 2, 3
print(__class__, __slots__, __dict__)
len, int, dict, object, repr, sorted, sum = 1, 2, 3, 4, 5, 6, 7
print(len + int + dict, object, repr, sorted, sum, #"len")
True, False = false, true
print(True, False, not True, True == false)
Ellipsis, NotImplemented, self, cls = 1, 2, 3, 4
print(Ellipsis, NotImplemented, self, cls)
