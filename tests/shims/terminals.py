"""Programs on a real terminal: a pseudo terminal that a test types into and reads from."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|.)")


class Terminal:
    """A Lua program that runs on a terminal of 24 rows and 80 columns; `screen` is all that it has written."""

    def __init__(self, folder: Path, text: str, env: dict[str, str] | None = None, rows: int = 24) -> None:
        (folder / "main.lua").write_text(text)
        self.descriptor, program_side = pty.openpty()
        fcntl.ioctl(program_side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cmc.cli", "run", "main.lua"],
            cwd=folder,
            env={**clean, "TERM": "xterm", **(env or {})},
            stdin=program_side,
            stdout=program_side,
            stderr=program_side,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(program_side)
        self.screen = ""
        self.seen = 0

    def wait_for(self, text: str, seconds: float = 30.0) -> str:
        """Waits until the program has written a text after what was waited for before; returns what came up to it."""
        end = time.monotonic() + seconds
        while (position := self.screen.find(text, self.seen)) < 0:
            if not self._read(end - time.monotonic()):
                raise AssertionError(f"no {text!r} in {self.screen[self.seen:]!r}")
        before = self.screen[self.seen : position]
        self.seen = position + len(text)
        return before

    def _read(self, seconds: float) -> bool:
        if seconds <= 0 or not select.select([self.descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:  # the program has closed the terminal
            return False
        self.screen += data.decode().replace("\r\n", "\n")
        return bool(data)

    def type(self, keys: str) -> None:
        """Presses keys."""
        os.write(self.descriptor, keys.encode())

    def wait_until_raw(self) -> None:
        """Waits until the terminal passes keys on one by one."""
        end = time.monotonic() + 30
        while self.shows_input():
            if time.monotonic() > end:
                raise AssertionError("the terminal still works line by line")
            time.sleep(0.005)

    def shows_input(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.descriptor)[3] & termios.ECHO)

    def answer(self, prompt: str, keys: str) -> str:
        """Waits for a prompt and types; returns what came before the prompt."""
        before = self.wait_for(prompt)
        self.type(keys)
        return before

    def end(self) -> int:
        """Waits for the program's end; returns its exit status."""
        while self._read(30):
            pass
        return self.process.wait(30)

    @property
    def text(self) -> str:
        """What is on the screen, without escape sequences."""
        return _ESCAPE.sub("", self.screen).replace("\r", "")

    def close(self) -> None:
        """Ends the program if it still runs, and the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.descriptor)
