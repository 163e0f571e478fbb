"""What kind of Lua value a Python object is (manual §2.1)."""

from itertools import count
from types import BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodType
from typing import Any

from cmc.runtime.core.table import Table

NAMES: dict[type, str] = {
    type(None): "nil",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    Table: "table",
    FunctionType: "function",
    BuiltinFunctionType: "function",
    BuiltinMethodType: "function",
    MethodType: "function",
}
"""Exact Python types of Lua values; subclasses are added as they are met."""


class Userdata:
    """A host object that programs can hold (manual §2.1): its class names the Lua type and may carry a metatable."""

    __slots__ = ("__weakref__", "metatable", "user_values")

    metatable: Table | None

    def __init__(self, metatable: Table | None = None) -> None:
        self.metatable = metatable

    def lua_index(self, k: Any) -> Any:
        """`self[k]` for host objects that have fields of their own; asked when there is no `__index`.

        Raises:
            NotImplementedError: objects of this class have no fields.
        """
        raise NotImplementedError

    def lua_newindex(self, k: Any, value: Any) -> None:
        """`self[k] = value` for host objects whose fields can be written; asked when there is no `__newindex`.

        Raises:
            NotImplementedError: the fields of this class cannot be written.
        """
        raise NotImplementedError

    def __getitem__(self, k: Any) -> Any:
        from cmc.runtime.core.metamethods import index_value

        return index_value(self, k)

    def __setitem__(self, k: Any, value: Any) -> None:
        from cmc.runtime.core.operators import setindex

        setindex(self, k, value)


_addresses = count(0x555500001000, 0x40)


def address(value: Any) -> int:
    """The number that stands for the identity of a value in `tostring` and `%p`.

    Python gives the address of a dead object to the next one; tables get a number of their own, so that two of them
    never look the same.
    """
    if not isinstance(value, Table):
        return id(value)
    try:
        return value._address
    except AttributeError:
        value._address = next(_addresses)
        return value._address


def type_name(value: Any) -> str:
    """`type(value)`."""
    kind = type(value)
    name = NAMES.get(kind)
    if name is None:
        if isinstance(value, Table):
            # Classes of tables are not noted down: they come and go with metatables.
            return "table"
        name = NAMES[kind] = _name_of_class(kind)
    return name


def _name_of_class(kind: type) -> str:
    if issubclass(kind, str):
        return "string"
    declared = getattr(kind, "lua_type", None)
    if declared is not None:
        return str(declared)
    return "function" if kind.__name__ in ("method_descriptor", "wrapper_descriptor", "type", "partial") else "userdata"
