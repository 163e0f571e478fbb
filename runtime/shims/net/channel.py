"""Sockets whose operations wait by the bridge, with timeouts.

An operation is tried at once; only if it would block does the job wait, and other jobs run meanwhile. Any number of
jobs may wait for the same socket.
"""

import errno
import os
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from cmc.runtime.bridge import Turns, wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.net.addresses import Address, look_up, naming

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

_FOREVER = 1e9
CHUNK = 1 << 20
"""So many bytes are read at once at most."""


def would_block() -> BlockingIOError:
    """The error of an operation that has taken too long, or that must not wait."""
    return BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


class Channel:
    """A socket. `timeout` is for each operation, in seconds; None waits for ever, 0 not at all."""

    __slots__ = ("_readers", "_turns", "_writers", "is_closed", "local", "peer", "sock", "timeout")

    def __init__(self, sock: socket.socket, timeout: float | None = None) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.timeout = timeout
        self.is_closed = False
        self.local: Any = sock.getsockname()
        self.peer: Any = None
        self._turns = Turns()
        self._readers: list[asyncio.Future[None]] = []
        self._writers: list[asyncio.Future[None]] = []

    def set_timeout(self, milliseconds: int | None) -> None:
        """Sets the timeout from a program's milliseconds.

        Raises:
            LuaError: it is 0.
        """
        if milliseconds == 0:
            raise LuaError("Set timeout error: cannot set a 0 duration timeout")
        self.timeout = None if milliseconds is None else milliseconds / 1000

    # Operations

    def attempt(self, operation: Callable[[], T], *, writes: bool = False) -> T:
        """The result of an operation, when it does not block any more.

        Raises:
            BlockingIOError: that has taken too long.
            OSError: the operation has failed.
        """
        end = None if self.timeout is None else time.monotonic() + self.timeout
        while True:
            try:
                return operation()
            except OSError as error:
                wanted = self.wanted(error, writes)
                if wanted is None:
                    raise
            seconds = _FOREVER if end is None else end - time.monotonic()
            if seconds <= 0:
                raise would_block()
            wait(self._until_ready(self._writers if wanted else self._readers, seconds))

    def wanted(self, error: OSError, writes: bool) -> bool | None:
        """Whether an operation that failed wants to write (True) or to read; None if it just failed."""
        return writes if isinstance(error, BlockingIOError) else None

    async def _until_ready(self, waiters: "list[asyncio.Future[None]]", seconds: float) -> None:
        import asyncio

        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        waiters.append(future)
        descriptor = self.sock.fileno()
        if len(waiters) == 1:
            add = loop.add_writer if waiters is self._writers else loop.add_reader
            add(descriptor, _wake, waiters)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            raise would_block() from None
        finally:
            waiters.remove(future)
            if not waiters and not self.is_closed:
                (loop.remove_writer if waiters is self._writers else loop.remove_reader)(descriptor)

    def receive(self, size: int) -> bytes:
        """At most `size` bytes, as many as there are but at least one; none at the end of the stream."""
        limit = min(size, CHUNK)
        return self.attempt(lambda: b"" if self.is_closed else self.sock.recv(limit))

    def send(self, data: bytes | memoryview) -> int:
        """Sends as much as can be sent at once; returns how many bytes that were."""
        return self.attempt(lambda: self._send_some(data), writes=True)

    def send_all(self, data: bytes) -> None:
        """Sends all of the data; that of different jobs does not mix."""
        if not self._turns.pass_by(_FOREVER if self.timeout is None else self.timeout):
            raise would_block()
        self._turns.take()
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self.send(rest) :]
        finally:
            self._turns.release()

    def _send_some(self, data: bytes | memoryview) -> int:
        if self.is_closed:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        return self.sock.send(data)

    # The end

    def finish_sending(self) -> None:
        """Tells the other side that nothing more will be sent."""
        self._shut_down(socket.SHUT_WR)

    def close(self) -> None:
        """Closes the socket; jobs that wait for it go on and find it closed."""
        if self.is_closed:
            return
        if self._readers or self._writers:
            import asyncio

            loop = asyncio.get_running_loop()
            loop.remove_reader(self.sock.fileno())
            loop.remove_writer(self.sock.fileno())
            _wake(self._readers)
            _wake(self._writers)
        self.is_closed = True
        self._shut_down(socket.SHUT_RDWR)
        self.sock.close()

    def _shut_down(self, how: int) -> None:
        try:
            self.sock.shutdown(how)
        except OSError as error:
            if error.errno != errno.ENOTCONN:  # the other side may be gone already
                raise


def _wake(waiters: "list[asyncio.Future[None]]") -> None:
    for future in waiters:
        if not future.done():
            future.set_result(None)


class TlsChannel(Channel):
    """A socket with TLS, which may want to read in order to write, and the other way round."""

    __slots__ = ()

    def wanted(self, error: OSError, writes: bool) -> bool | None:
        """Whether an operation that failed wants to write (True) or to read; None if it just failed."""
        import ssl

        if isinstance(error, ssl.SSLWantReadError):
            return False
        return True if isinstance(error, ssl.SSLWantWriteError) else super().wanted(error, writes)

    def _shut_down(self, how: int) -> None:
        # Without a goodbye on the level of TLS; the protocols above have their own.
        super()._shut_down(how)


def connect_to(addresses: list[Address], timeout: float) -> Channel:
    """A connection to the first address that answers; each gets `timeout` seconds.

    Raises:
        OSError: none does; the error is that of the last one.
    """
    problem: OSError = would_block()
    for family, address in addresses:
        sock = socket.socket(family, socket.SOCK_STREAM)
        channel = Channel(sock, timeout)
        try:
            _connect(channel, address)
        except BlockingIOError:
            sock.close()
            problem = TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        except OSError as error:
            sock.close()
            problem = error
        else:
            channel.timeout = None
            channel.local = sock.getsockname()
            channel.peer = address
            return channel
    raise problem


def _connect(channel: Channel, address: Any) -> None:
    state = channel.sock.connect_ex(address)
    if state == errno.EINPROGRESS:
        pending = [True]

        def outcome() -> int:
            if pending:
                pending.clear()
                raise would_block()
            return channel.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)

        state = channel.attempt(outcome, writes=True)
    if state:
        raise OSError(state, os.strerror(state))


def with_tls(channel: Channel, host: str, timeout: float) -> TlsChannel:
    """The connection with TLS, after its handshake; the certificate must be valid for the host.

    Raises:
        OSError: the handshake has failed.
    """
    import ssl

    sock = ssl.create_default_context().wrap_socket(channel.sock, server_hostname=host, do_handshake_on_connect=False)
    secure = TlsChannel(sock, timeout)
    secure.peer = channel.peer
    try:
        secure.attempt(sock.do_handshake)
    except OSError:
        sock.close()
        raise
    secure.timeout = None
    return secure


def listen_at(host: str, port: int) -> Channel:
    """A socket that takes connections at a host's address.

    Raises:
        LuaError: that address cannot be had.
    """
    with naming("Bind error"):
        return first_bound(host, port, socket.SOCK_STREAM)


def first_bound(host: str, port: int, kind: int) -> Channel:
    """A socket at the first address of a host that can be had.

    Raises:
        OSError: none can; the error is that of the last one.
    """
    problem: OSError = would_block()
    for family, address in look_up(host, port, kind, passive=True):
        sock = socket.socket(family, kind)
        try:
            if kind == socket.SOCK_STREAM:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address)
            if kind == socket.SOCK_STREAM:
                sock.listen(128)
        except OSError as error:
            sock.close()
            problem = error
        else:
            return Channel(sock)
    raise problem
