"""The zone of the machine (`TZ`): its offset at a time."""

import time


def offset_at(seconds: int) -> int:
    """How many seconds local time is ahead of UTC at a point in time."""
    return time.localtime(seconds).tm_gmtoff


def offset_of_local(seconds: int) -> int:
    """The offset of a local time, given as if it was UTC.

    Of two points in time with the same local time it is the first; a local time that is skipped counts on from what
    was before.
    """
    before, after = offset_at(seconds - 86400), offset_at(seconds + 86400)
    return next((offset for offset in (before, after) if offset_at(seconds - offset) == offset), before)
