"""Frames of programs lie in one piece of memory."""

import sys

from cmc.runtime.core.frame_room import with_room


def test_room_changes_nothing_but_the_frame() -> None:
    @with_room(1 << 21)
    def depth(n: int) -> int:
        frame = sys._getframe()
        assert frame.f_code.co_stacksize == 1 << 21
        return deep(n)

    def deep(n: int) -> int:
        return 0 if n == 0 else 1 + deep(n - 1)

    assert depth(500) == 500


def test_errors_pass_through() -> None:
    @with_room(1 << 12)
    def fails() -> None:
        raise ValueError("no")

    try:
        fails()
    except ValueError as error:
        assert error.__traceback__ is not None and error.__traceback__.tb_next is not None
        assert error.__traceback__.tb_next.tb_frame.f_code is fails.__code__
