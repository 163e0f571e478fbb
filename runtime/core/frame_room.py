"""Room for Python's frames in one large piece.

CPython keeps frames in pieces of 16 KB, which it gets from the operating system and gives back whenever the depth of
the calls crosses the end of one. A program whose hot calls happen to be at such a depth spends a third of its time on
that. A piece is at least as large as the frame that begins it, so a function that claims a large stack of operands
gets a large piece, most of which is left for the frames of what it calls. Memory is taken only as it is used.
"""

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

PROGRAM = 1 << 21
"""Words for a program: its calls get 16 MB, some 100,000 frames."""

JOB = 1 << 12
"""Words for a request: its calls get 32 KB, some 200 frames."""


def with_room(words: int) -> Callable[[F], F]:
    """Gives a function a frame of `words` machine words, and as many bytes as that to the frames that it calls.

    `words` is a power of two; CPython rounds the piece up to the next one.
    """

    def decorate(function: F) -> F:
        function.__code__ = function.__code__.replace(co_stacksize=words)  # type: ignore[attr-defined]
        return function

    return decorate
