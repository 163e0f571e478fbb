"""`http.create_session`: requests that keep cookies (CopperMoon specification, section 22.2)."""

from typing import TYPE_CHECKING, Any

from cmc.runtime.bridge import wait
from cmc.runtime.core.table import Table
from cmc.runtime.declare import Bytes, HostObject, lua_function, lua_method
from cmc.runtime.shims.http.client import Response, method_and_url, wish_of
from cmc.runtime.shims.http.exchange import exchange

if TYPE_CHECKING:
    from aiohttp import ClientResponse, CookieJar
    from yarl import URL


class HttpSession(HostObject, path="http.HttpSession"):
    """Keeps the cookies that servers set, each for the hosts and paths that it was set for, until it expires.

    Cookies that the program sets go to every host.
    """

    __slots__ = ("_jar", "_own")

    def __init__(self) -> None:
        super().__init__()
        self._jar: CookieJar | None = None
        self._own: dict[str, str] = {}

    def _send(self, method: str, url: str, body: str | None, options: Table | None) -> Response:
        return Response(wait(exchange(wish_of(method, url, body, options), self._cookies_for, self._take_cookies)))

    def _cookies_for(self, url: "URL") -> dict[str, str]:
        kept = {} if self._jar is None else {name: m.value for name, m in self._jar.filter_cookies(url).items()}
        return {**kept, **self._own}

    def _take_cookies(self, response: "ClientResponse") -> None:
        if not response.cookies:
            return
        if self._jar is None:
            from aiohttp import CookieJar

            # Cookies of hosts without a name are kept as well.
            self._jar = CookieJar(unsafe=True)
        self._jar.update_cookies(response.cookies, response.url)
        for name in response.cookies:
            self._own.pop(name, None)

    @lua_method("http.HttpSession:get", suspends=True)
    def get(self, url: str, opts: Table | None = None) -> Response:
        """Sends a GET request with the session's cookies."""
        return self._send("GET", url, None, opts)

    @lua_method("http.HttpSession:post", suspends=True)
    def post(self, url: str, body: Bytes | None = None, opts: Table | None = None) -> Response:
        """Sends a POST request with the session's cookies."""
        return self._send("POST", url, body, opts)

    @lua_method("http.HttpSession:put", suspends=True)
    def put(self, url: str, body: Bytes | None = None, opts: Table | None = None) -> Response:
        """Sends a PUT request with the session's cookies."""
        return self._send("PUT", url, body, opts)

    @lua_method("http.HttpSession:patch", suspends=True)
    def patch(self, url: str, body: Bytes | None = None, opts: Table | None = None) -> Response:
        """Sends a PATCH request with the session's cookies."""
        return self._send("PATCH", url, body, opts)

    @lua_method("http.HttpSession:delete", suspends=True)
    def delete(self, url: str, opts: Table | None = None) -> Response:
        """Sends a DELETE request with the session's cookies."""
        return self._send("DELETE", url, None, opts)

    @lua_method("http.HttpSession:request", suspends=True)
    def request(self, opts: Table) -> Response:
        """Sends a request with the session's cookies; options as for `http.request`."""
        method, url = method_and_url(opts)
        return self._send(method, url, None, opts)

    @lua_method("http.HttpSession:set_cookie")
    def set_cookie(self, name: str, value: str) -> None:
        """Sets a cookie for all hosts."""
        self._own[name] = value

    @lua_method("http.HttpSession:get_cookie")
    def get_cookie(self, name: str) -> str | None:
        """The value of a cookie."""
        value: Any = self.get_cookies()[name]
        return value if isinstance(value, str) else None

    @lua_method("http.HttpSession:get_cookies")
    def get_cookies(self) -> Table:
        """All cookies by their names."""
        kept = () if self._jar is None else self._jar
        return Table({**{morsel.key: morsel.value for morsel in kept}, **self._own})

    @lua_method("http.HttpSession:clear_cookies")
    def clear_cookies(self) -> None:
        """Forgets all cookies."""
        self._own.clear()
        if self._jar is not None:
            self._jar.clear()


@lua_function("http.create_session")
def create_session() -> HttpSession:
    """A session without cookies."""
    return HttpSession()
