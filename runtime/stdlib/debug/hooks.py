"""`debug.sethook`, on Python's trace functions (manual §6.10).

Counting is by Python's instructions, which are not Lua's: a count hook comes at regular intervals, not after an exact
number of Lua instructions.
"""

import sys
from opcode import opmap
from types import FrameType
from typing import Any

from cmc.runtime.core.arguments import MISSING, check_string, optional_integer, type_mismatch
from cmc.runtime.core.calls import tail
from cmc.runtime.core.coroutine import Coroutine, current
from cmc.runtime.core.frames import HANDLING, HOOKING, chunk_of_globals, native_codes
from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table, dict_set, raw_set
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.coroutine import main_thread

_FOR_ITER, _JUMP_BACKWARD = opmap["FOR_ITER"], opmap["JUMP_BACKWARD"]
_RETURNS = frozenset(opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST") if name in opmap)
_INSTRUCTION_BYTES = 2
_STEPS_AT_ONCE = sys.version_info < (3, 12)
"""Whether a trace function can ask for single instructions right away. Later versions grant that from the next call of
`sys.settrace` on, so that a loop on one line has one line event more than in Lua."""


class _Hook:
    """The hook that is set: function, mask and count, and how many instructions have passed.

    `replaced` are the functions that have made a tail call of a Lua function, by their frames' identities: they are not
    there any more when that returns. `last` is the function that the last line event came from, by its frame's
    identity, with that line; `looping` is the same with the place of an instruction that may begin another run of a
    loop.
    """

    def __init__(self, function: Any, mask: str, count: int) -> None:
        self.function, self.mask, self.count = function, mask, count
        self.passed = 0
        self.active = False
        self.replaced: set[int] = set()
        self.last = (0, 0)
        self.looping: tuple[int, int] | None = None

    def call(self, event: str, line: int | None = None) -> None:
        """Calls the hook, which is not hooked itself."""
        if self.active:
            return
        self.active = True
        try:
            self.function(event) if line is None else self.function(event, line)
        finally:
            self.active = False


native_codes[_Hook.call.__code__] = HOOKING

_hooks: dict[Coroutine | None, _Hook] = {}
"""The hook of each coroutine, None standing for the main program."""


def _running_hook() -> _Hook | None:
    return _hooks.get(current()) if _hooks else None


def lua_sethook(*args: Any) -> tuple[()]:
    """`debug.sethook([thread,] hook, mask [, count])`"""
    from cmc.runtime.stdlib.debug import split_thread

    coroutine, rest = split_thread(args)
    owner = current() if coroutine is None else coroutine
    function, mask, count = (*rest, *(None, MISSING, None)[len(rest) :])[:3]
    events = check_string(mask, 2) if function is not None else ""
    if function is not None and type_name(function) != "function":
        raise type_mismatch(1, function, "function")
    hook = _Hook(function, "".join(event for event in "crl" if event in events), optional_integer(count, 3, 0))
    is_off = not hook.mask and hook.count <= 0
    raw_set(_registered(), main_thread if owner is None else owner, None if is_off else function)
    if is_off:
        _hooks.pop(owner, None)
        if not _hooks:
            sys.settrace(None)
        return ()
    _hooks[owner] = hook
    sys.settrace(_trace_call)
    frame: FrameType | None = sys._getframe(1)
    if coroutine is not None and coroutine is not current():
        frame = coroutine.thread.gr_frame if coroutine.thread is not None else None
    while frame is not None:
        if _is_lua(frame):
            _watch(frame, hook)
            _note_tail_call(frame, hook)
        frame = frame.f_back
    if "r" in hook.mask and owner is current() and sys._getframe().f_trace is not _trace_inside:
        hook.call("return")  # of this function, which ran before there was a hook
    return ()


def _registered() -> Table:
    """The hook functions by thread, where programs find them: a table in the registry, said to have weak keys.

    No collection looks at it, as that would have to share Python's trace function with the hooks.
    """
    hooks: Table | None = state.registry.get("_HOOKKEY")
    if hooks is None:
        hooks = state.registry["_HOOKKEY"] = Table()
        metatable = Table()
        set_metatable(hooks, metatable)
        dict_set(metatable, "__mode", "k")
    return hooks


def lua_gethook(*args: Any) -> Any:
    """`debug.gethook([thread])`"""
    from cmc.runtime.stdlib.debug import split_thread

    coroutine, _ = split_thread(args)
    hook = _hooks.get(current() if coroutine is None else coroutine)
    return None if hook is None else (hook.function, hook.mask, hook.count)


def _is_lua(frame: FrameType) -> bool:
    chunk = chunk_of_globals(frame.f_globals)
    return chunk is not None and frame.f_code.co_qualname in chunk.functions


def _watch(frame: FrameType, hook: _Hook) -> None:
    frame.f_trace = _trace_inside
    frame.f_trace_opcodes = hook.count > 0


def _trace_call(frame: FrameType, event: str, argument: Any) -> Any:
    """The trace function of new frames."""
    hook = _running_hook()
    if hook is None or hook.active:
        return None
    lua = _is_lua(frame)
    if not lua and native_codes.get(frame.f_code, HOOKING) >= HANDLING:
        return None
    is_tail_call = lua and _note_tail_call(frame, hook)
    if "c" in hook.mask:
        hook.call("tail call" if is_tail_call else "call")
    if lua:
        _watch(frame, hook)
        return _trace_inside
    return _trace_inside if "r" in hook.mask else None


def _note_tail_call(frame: FrameType, hook: _Hook) -> bool:
    """Whether the function below has nothing left to do but return what this one returns; notes it then."""
    caller = frame.f_back
    if caller is not None and caller.f_code is tail.__code__:
        caller = caller.f_back
    if caller is None or not _is_lua(caller) or not _in_tail_position(caller):
        return False
    hook.replaced.add(id(caller))
    return True


def _in_tail_position(frame: FrameType) -> bool:
    chunk = chunk_of_globals(frame.f_globals)
    return chunk is not None and bool(chunk.operation(frame.f_code, frame.f_lasti)[4])


def _trace_inside(frame: FrameType, event: str, argument: Any) -> Any:
    """The trace function of frames that are hooked."""
    hook = _running_hook()
    if hook is None:
        return None
    if event == "line" and "l" in hook.mask and _is_lua(frame):
        _trace_line(frame, hook)
    elif event == "opcode" and hook.looping is not None:
        _trace_run(frame, hook)
    elif event == "return":
        _trace_return(frame, hook)
    # From Python 3.12 on, an instruction that jumps to itself (`while true do end`) is an event only as a line.
    if hook.count > 0 and event in ("opcode", "line"):
        hook.passed += 1
        if hook.passed >= hook.count:
            hook.passed = 0
            hook.call("count")
    return _trace_inside


def _trace_return(frame: FrameType, hook: _Hook) -> None:
    """Calls the hook for a function that returns: one that an error leaves or a tail call has replaced does not."""
    if id(frame) in hook.replaced:
        hook.replaced.discard(id(frame))
    elif "r" in hook.mask and frame.f_code.co_code[frame.f_lasti] in _RETURNS:
        hook.call("return")


def _trace_line(frame: FrameType, hook: _Hook) -> None:
    """Calls the hook for a line, unless only Python sees it there."""
    place, code = frame.f_lasti, frame.f_code
    instruction = code.co_code[place]
    if instruction == _JUMP_BACKWARD:
        if not _is_endless(frame):
            return
        if _STEPS_AT_ONCE:
            # From 3.12 on, such a jump is an event of the line each time.
            hook.looping = (id(frame), place)
            frame.f_trace_opcodes = True
    line = (id(frame), _line_of(frame))
    if hook.last == line and line[1] != frame.f_lineno:
        return  # in a module that was written down, where a line of the program may be several of Python's
    if _STEPS_AT_ONCE and instruction == _FOR_ITER and hook.last == line and not _is_generic(frame):
        # Lua goes back to the body if there is another run; Python goes back to see if there is one.
        hook.looping = (id(frame), place)
        frame.f_trace_opcodes = True
        return
    hook.last = line
    hook.call("line", line[1])


def _line_of(frame: FrameType) -> int:
    """The line of the program where a function stands."""
    chunk = chunk_of_globals(frame.f_globals)
    return frame.f_lineno if chunk is None else chunk.line(frame.f_code, frame.f_lasti, frame.f_lineno)


def _is_endless(frame: FrameType) -> bool:
    """Whether a function stands at a loop that is nothing but one jump."""
    return frame.f_code.co_code[frame.f_lasti + 1] <= 1


def _is_generic(frame: FrameType) -> bool:
    """Whether a function stands at the loop of a generic `for`."""
    chunk = chunk_of_globals(frame.f_globals)
    return chunk is not None and chunk.operation(frame.f_code, frame.f_lasti)[2] == "for"


def _trace_run(frame: FrameType, hook: _Hook) -> None:
    """Calls the hook if a loop on one line has begun another run."""
    assert hook.looping is not None
    owner, place = hook.looping
    if id(frame) != owner:
        return
    if frame.f_lasti == place:
        if frame.f_code.co_code[place] == _JUMP_BACKWARD:
            hook.call("line", _line_of(frame))
        return
    hook.looping = None
    frame.f_trace_opcodes = hook.count > 0
    if frame.f_lasti == place + _INSTRUCTION_BYTES:
        hook.call("line", _line_of(frame))
