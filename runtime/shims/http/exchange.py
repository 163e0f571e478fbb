"""Sending a request over aiohttp's client: redirects, cookies, timeouts, error texts (specification, section 22)."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cmc.runtime.background import at_loop_end
from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.http.statuses import STATUS_TEXTS

if TYPE_CHECKING:
    import asyncio

    from aiohttp import ClientResponse, ClientSession
    from yarl import URL

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
MAX_REDIRECTS = 10
MAX_CONNECTIONS = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as the program wants it; `timeout` in seconds is for everything together."""

    method: str
    url: str
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes | None
    timeout: float


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer. `reason` is the standard name of the status, `cookies` are those that the answer sets."""

    status: int
    reason: str
    url: str
    content: bytes
    headers: list[tuple[str, str]]
    cookies: dict[str, str]


_sessions: "WeakKeyDictionary[asyncio.AbstractEventLoop, ClientSession]" = WeakKeyDictionary()


def _session() -> "ClientSession":
    """The session of the running loop. It keeps connections, but no cookies."""
    import asyncio

    from aiohttp import ClientSession, DummyCookieJar, TCPConnector

    loop = asyncio.get_running_loop()
    session = _sessions.get(loop)
    if session is None or session.closed:
        session = _sessions[loop] = ClientSession(
            connector=TCPConnector(limit=MAX_CONNECTIONS, keepalive_timeout=90),
            cookie_jar=DummyCookieJar(),
            trust_env=True,
            skip_auto_headers=("User-Agent", "Content-Type"),
        )
        at_loop_end(session.close)
    return session


CookiesFor = Callable[["URL"], dict[str, str]]
TakeCookies = Callable[["ClientResponse"], None]


async def exchange(wish: Wish, cookies_for: CookiesFor | None = None, take_cookies: TakeCookies | None = None) -> Reply:
    """Sends a request, follows redirects and reads the answer.

    `cookies_for` gives the cookies to send to a URL besides the request's own, `take_cookies` is shown every answer.

    Raises:
        LuaError: there is no answer, or not all of it.
    """
    import asyncio

    import aiohttp

    try:
        async with asyncio.timeout(wish.timeout):
            return await _exchange(wish, cookies_for, take_cookies)
    except TimeoutError:
        raise _failure(wish.url, "operation timed out") from None
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        raise _builder_error(wish.url, error) from error
    except aiohttp.ClientPayloadError as error:
        raise LuaError(f"Failed to read response body: error decoding response body: {error}") from error
    except (aiohttp.ClientError, OSError) as error:
        raise _failure(wish.url, _cause(error)) from error
    except ValueError as error:
        raise _builder_error(wish.url, error) from error


def _builder_error(url: str, error: Exception) -> LuaError:
    scheme, mark, _ = url.partition("://")
    place = f" for url ({url})" if mark and scheme.lower() not in ("http", "https") else ""
    return LuaError(f"HTTP request failed: builder error{place}: {error}")


def _failure(url: str, cause: str) -> LuaError:
    return LuaError(f"HTTP request failed: error sending request for url ({url}): {cause}")


def _cause(error: BaseException) -> str:
    """Why a request failed, in the words of the operating system where it has some."""
    inner = getattr(error, "os_error", error)
    number = getattr(inner, "errno", None)
    if isinstance(number, int) and number > 0 and not hasattr(error, "certificate_error"):
        return f"{os.strerror(number)} (os error {number})"
    return str(error) or type(error).__name__


async def _exchange(wish: Wish, cookies_for: CookiesFor | None, take_cookies: TakeCookies | None) -> Reply:
    from yarl import URL

    url = URL(wish.url)
    first = url
    referer = ""
    for _ in range(MAX_REDIRECTS + 1):
        headers = {"Accept": "*/*", **({"Referer": referer} if referer else {}), **wish.headers}
        cookies = {**(cookies_for(url) if cookies_for is not None else {}), **wish.cookies}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        _check_headers(headers)
        async with _session().request(
            wish.method, url, headers=headers, data=wish.body, allow_redirects=False, timeout=None
        ) as response:
            if take_cookies is not None:
                take_cookies(response)
            target = _target(response)
            if target is None:
                return Reply(
                    response.status,
                    STATUS_TEXTS.get(response.status, ""),
                    str(response.url),
                    await response.read(),
                    list(response.headers.items()),
                    {name: morsel.value for name, morsel in response.cookies.items()},
                )
            await response.read()
        referer = str(url.with_user(None).with_fragment(None)) if url.scheme == target.scheme else ""
        wish = _redirected(wish, response.status, same_host=url.origin() == target.origin())
        url = target
    raise LuaError(f"HTTP request failed: error following redirect for url ({first}): too many redirects")


def _check_headers(headers: dict[str, str]) -> None:
    """Refuses headers that would be more than one line."""
    for name, value in headers.items():
        if not name or any(character in name + value for character in "\r\n\0"):
            raise ValueError(f"invalid header '{name}'")


def _target(response: "ClientResponse") -> "URL | None":
    """Where an answer redirects to, None if it does not."""
    from yarl import URL

    location = response.headers.get("Location")
    if response.status not in (301, 302, 303, 307, 308) or not location:
        return None
    try:
        target = response.url.join(URL(location, encoded=True))
    except ValueError:
        return None
    return target if target.scheme in ("http", "https") and target.host else None


def _redirected(wish: Wish, status: int, *, same_host: bool) -> Wish:
    """The request for the next place (RFC 9110, section 15.4)."""
    if status == 303 and wish.method != "HEAD" or status in (301, 302) and wish.method == "POST":
        headers = _without(wish.headers, "content-type", "content-length", "content-encoding")
        wish = replace(wish, method="GET", body=None, headers=headers)
    if not same_host:
        headers = _without(wish.headers, "authorization", "cookie", "proxy-authorization")
        wish = replace(wish, headers=headers, cookies={})
    return wish


def _without(headers: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in names}
