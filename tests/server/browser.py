"""A real browser for tests: headless Chromium, told what to do over its DevTools protocol."""

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SWITCHES = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update --disable-extensions --remote-debugging-port=0"
)
SECONDS = 30


class Page:
    """A tab of the browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)

    def command(self, method: str, **params: Any) -> Any:
        """Sends a command and returns its result; events are skipped."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(SECONDS))
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]

    def open(self, url: str) -> None:
        """Goes to an address; returns when the page is there."""
        assert "errorText" not in self.command("Page.navigate", url=url)
        self.wait_for(f"location.href.startsWith({json.dumps(url)}) && document.readyState == 'complete'")

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        result = self.command("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Waits until an expression is true, also across pages."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            try:
                if self.evaluate(f"Boolean({condition})"):
                    return
            except AssertionError:  # the page is just being replaced by another
                pass
            time.sleep(0.05)
        raise AssertionError(f"{condition} did not come true; the page is: {self.text()}")

    def text(self) -> str:
        """What the page shows."""
        return str(self.evaluate("document.body.innerText"))

    def submit(self, form: str, **fields: str) -> None:
        """Fills a form in and sends it as its button does."""
        for name, value in fields.items():
            self.evaluate(f"document.querySelector('{form} [name={name}]').value = {json.dumps(value)}")
        self.evaluate(f"document.querySelector('{form} button').click()")


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A browser with one empty tab, and a profile of its own in `folder`.

    Raises:
        AssertionError: no browser is installed, or it does not start.
    """
    command = next(filter(None, map(shutil.which, COMMANDS)), None)
    assert command is not None, "there is no Chromium; scripts/system-packages installs it"
    process = subprocess.Popen(
        [command, *SWITCHES.split(), f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with connect(_socket_of_page(folder, process), max_size=None) as socket:
            page = Page(socket)
            page.command("Page.enable")
            yield page
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _socket_of_page(folder: Path, process: "subprocess.Popen[bytes]") -> str:
    """The address for commands to the first tab."""
    port = folder / "DevToolsActivePort"
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if port.exists() and "\n" in port.read_text():
            url = f"http://127.0.0.1:{port.read_text().split()[0]}/json/list"
            with urllib.request.urlopen(url, timeout=SECONDS) as answer:
                pages = [target for target in json.load(answer) if target["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)
    raise AssertionError("the browser does not start")
