"""The last word on layout: Black."""

import black
from black.mode import TargetVersion
from black.report import NothingChanged

_MODE = black.Mode(target_versions={TargetVersion.PY311})


def format_module(text: str) -> str:
    """`text` as Black prints it.

    Black's own comparison of syntax trees is left out: `emit/sourcemap.py` compares the result with the IR itself.
    """
    try:
        return black.format_file_contents(text, fast=True, mode=_MODE)
    except NothingChanged:
        return text
