"""Sessions (HoneyMoon specification, section 10)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.table import Table, entries
from cmc.runtime.declare import HostTable, lua_function, lua_method
from cmc.runtime.shims.honeymoon.options import call_method, middleware, number_option, option, truth
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.shims.honeymoon.store import MemoryStore
from cmc.runtime.shims.honeymoon.utils import deep_copy, frozen_copy
from cmc.runtime.stdlib.library import register

FLASH = "_flash"
"""Where the data of a session keep messages for the next request."""


@dataclass(frozen=True, slots=True)
class _Policy:
    """The options of a middleware."""

    name: str
    ttl: int | float
    rolling: bool
    resave: bool
    save_uninitialized: bool
    store: Any
    cookie: Table


class Session(HostTable, path="honeymoon.Session"):
    """The data of a session: what the program puts into the table. Names that begin with `_` are the session's own."""

    __slots__ = ("_id", "_is_destroyed", "_is_new", "_old_flash", "_policy", "_request", "_response", "_stored")

    def __init__(self, policy: _Policy, request: Request, response: Response, id: str | None) -> None:
        super().__init__()
        self._policy = policy
        self._request = request
        self._response = response
        self._is_destroyed = False
        self._is_new = id is None
        self._id = _new_id() if id is None else id
        data = None if id is None else call_method(policy.store, "get", id)
        if isinstance(data, Table):
            for name, value in entries(data):
                self[name] = value
        messages = self[FLASH]
        self._old_flash = set(messages) if isinstance(messages, Table) else set()
        self._stored = frozen_copy(self._data())

    def _data(self) -> Table:
        return Table((k, value) for k, value in entries(self))

    def _messages(self) -> Table:
        messages = self[FLASH]
        if not isinstance(messages, Table):
            messages = self[FLASH] = Table()
        return messages

    @lua_method("honeymoon.Session:get")
    def get(self, key: str, default: Any = None) -> Any:  # type: ignore[override]
        """A value, the default if there is none."""
        value = dict.get(self, key)
        return default if value is None else value

    @lua_method("honeymoon.Session:set")
    def set(self, key: str, value: Any = None) -> None:
        """Stores a value."""
        self[key] = value

    @lua_method("honeymoon.Session:has")
    def has(self, key: str) -> bool:
        """Whether there is a value."""
        return dict.get(self, key) is not None

    @lua_method("honeymoon.Session:forget")
    def forget(self, key: str) -> None:
        """Removes a value."""
        self[key] = None

    @lua_method("honeymoon.Session:all")
    def all(self) -> Table:
        """A copy of all values."""
        return deep_copy(Table((k, value) for k, value in entries(self) if not str(k).startswith("_")))

    @lua_method("honeymoon.Session:flash")
    def flash(self, key: str, value: Any = None) -> None:
        """Leaves a message for the next request."""
        self._messages()[key] = value
        self._old_flash.discard(key)

    @lua_method("honeymoon.Session:getFlash")
    def getFlash(self, key: str) -> Any:
        """A message, which is removed."""
        messages = self._messages()
        value = messages[key]
        messages.pop(key, None)
        return value

    @lua_method("honeymoon.Session:clearFlash")
    def clearFlash(self) -> None:
        """Removes all messages."""
        self[FLASH] = None

    def incoming_flash(self) -> Table:
        """The messages that the request before has left."""
        messages = self._messages()
        return Table((k, messages[k]) for k in self._old_flash if messages[k] is not None)

    def add_flash(self, key: str, value: Any) -> None:
        """Appends a message to those that the next request gets under a name."""
        messages = self._messages()
        found = None if key in self._old_flash else messages[key]
        values = found if isinstance(found, Table) else Table()
        values[len(values) + 1] = value
        self.flash(key, values)

    @lua_method("honeymoon.Session:save", suspends=True)
    def save(self) -> None:
        """Stores the data."""
        if self._is_destroyed:
            return
        messages = self[FLASH]
        if isinstance(messages, Table) and not len(messages):
            self[FLASH] = None
        call_method(self._policy.store, "set", self._id, self._data(), self._policy.ttl)
        self._stored = frozen_copy(self._data())
        if self._is_new:
            self._is_new = False
            self._set_cookie()

    @lua_method("honeymoon.Session:destroy", suspends=True)
    def destroy(self) -> None:
        """Removes the session from the store and from the client."""
        call_method(self._policy.store, "destroy", self._id)
        self._is_destroyed = True
        self._clear()
        self._response.clearCookie(self._policy.name, self._policy.cookie)

    def _clear(self) -> None:
        for name in list(self):
            dict.__delitem__(self, name)

    @lua_method("honeymoon.Session:regenerate", suspends=True)
    def regenerate(self, keep: Any = None) -> str:
        """Gives the session a new id, and keeps its data if asked to; the id."""
        call_method(self._policy.store, "destroy", self._id)
        if not truth(keep):
            self._clear()
        self._is_destroyed = False
        self._is_new = True
        self._id = _new_id()
        self._request["sessionID"] = self._id
        self.save()
        return self._id

    @lua_method("honeymoon.Session:getId")
    def getId(self) -> str:
        """The id of the session."""
        return self._id

    def _set_cookie(self) -> None:
        policy = self._policy
        secure = truth(policy.cookie["secure"]) or self._request.secure
        self._response.cookie(policy.name, self._id, Table({**policy.cookie, "secure": secure}))

    def finish(self) -> None:
        """Stores what has changed, before the response goes out."""
        if self._is_destroyed:
            return
        messages = self[FLASH]
        if isinstance(messages, Table):
            for key in self._old_flash:
                messages.pop(key, None)
            if not len(messages):
                self[FLASH] = None
        policy = self._policy
        is_changed = frozen_copy(self._data()) != self._stored
        if is_changed or policy.resave or (self._is_new and policy.save_uninitialized):
            self.save()
            is_changed = True
        if policy.rolling and not self._is_new:
            if not is_changed:
                call_method(policy.store, "touch", self._id, policy.ttl)
            self._set_cookie()


def _new_id() -> str:
    return secrets.token_urlsafe(32)


_default_store: list[MemoryStore] = []


@lua_function("honeymoon.session")
def session(options: Table | None = None) -> Callable[..., Any]:
    """A middleware that gives each request the session of its client as `req.session`."""
    policy = _policy(options)

    def open_session(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        response: Response = res
        id = request.cookie(policy.name)
        if id is not None and not truth(call_method(policy.store, "exists", id)):
            id = None
        opened = Session(policy, request, response, id)
        request["session"] = opened
        request["sessionID"] = opened.getId()
        response.before_send.append(lambda _: opened.finish())
        return next_handler()

    return middleware(open_session)


def _policy(options: Table | None) -> _Policy:
    ttl = number_option(options, "ttl", number_option(options, "maxAge", 86400))
    store = option(options, "store")
    if store is None:
        if not _default_store:
            _default_store.append(MemoryStore())
        store = _default_store[0]
    own = option(options, "cookie")
    cookie = Table({"path": "/", "httpOnly": True, "sameSite": "Lax", "maxAge": ttl})
    for name, value in entries(own) if isinstance(own, Table) else ():
        cookie[name] = value
    return _Policy(
        str(option(options, "name", "honeymoon.sid")),
        ttl,
        truth(option(options, "rolling")),
        truth(option(options, "resave")),
        truth(option(options, "saveUninitialized")),
        store,
        cookie,
    )


@lua_function("honeymoon.flash")
def flash() -> Callable[..., Any]:
    """A middleware for messages to the next request: `req.flash(key, value)` adds one, `req.flash(key)` takes them."""

    def offer(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        opened = req["session"]
        if not isinstance(opened, Session):
            return next_handler()
        res.locals["flash"] = opened.incoming_flash()

        def flash_message(*args: Any) -> Any:
            # `req.flash(key, value)` as well as `req:flash(key, value)`
            key, value = ((*args[1:], None, None) if args and args[0] is req else (*args, None, None))[:2]
            if value is not None:
                opened.add_flash(key, value)
                return ()
            found = opened.getFlash(key)
            return found if found is None or isinstance(found, Table) else Table({1: found})

        req["flash"] = register(flash_message)
        return next_handler()

    return middleware(offer)
