"""Functions that are called around changes of records (Freight specification, section 6)."""

from collections.abc import Callable
from typing import Any, Self

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import first_of
from cmc.runtime.declare import lua_method

EVENTS = {
    "beforeCreate": "Before a record is made; gets the table of its values, which it may change.",
    "afterCreate": "After a record was made.",
    "beforeUpdate": "Before changes of a record are written.",
    "afterUpdate": "After changes of a record were written.",
    "beforeDelete": "Before a record is deleted.",
    "afterDelete": "After a record was deleted.",
    "beforeSave": "Before a record is made or its changes are written.",
    "afterSave": "After a record was made or its changes were written.",
}


class Hooks:
    """The methods of models that take such functions; `hooks` has them by event, in their order."""

    __slots__ = ()

    hooks: dict[str, list[Any]]
    table_name: str

    def call_hooks(self, event: str, argument: Any) -> None:
        """Calls the functions of an event.

        Raises:
            LuaError: one of a `before` event returns false.
        """
        for hook in self.hooks.get(event, ()):
            if first_of(hook(argument)) is False and event.startswith("before"):
                raise LuaError(f"{event} of '{self.table_name}' has refused")


def _registrar(event: str, doc: str) -> Callable[..., Any]:
    def register_hook(self: Any, hook: Callable[..., Any]) -> Any:
        self.hooks.setdefault(event, []).append(hook)
        return self

    register_hook.__annotations__ = {"hook": Callable[..., Any], "return": Self}
    register_hook.__doc__ = doc
    register_hook.__name__ = event
    register_hook.__qualname__ = f"Model.{event}"
    return lua_method(f"freight.Model:{event}")(register_hook)


for _event, _doc in EVENTS.items():
    setattr(Hooks, _event, _registrar(_event, _doc))
