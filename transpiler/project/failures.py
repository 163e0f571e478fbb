"""What people are told when cmc itself fails."""

import os
import traceback

from cmc.transpiler.diagnostics import CATALOGUE, InternalError

FAILURE = 2
"""The exit status that says that cmc could not do what it was asked."""

TRACEBACK_VARIABLE = "CMC_TRACEBACK"
"""The environment variable that has internal errors show Python's traceback as well."""


def internal_error_text(error: BaseException) -> str:
    """Code, message and hint for an exception that nobody has expected, and its traceback if that is wanted."""
    rule = CATALOGUE["I001"]
    message = str(error) if isinstance(error, InternalError) else f"{type(error).__name__}: {error}"
    text = f"error[{rule.code}]: {message}\n  hint: {rule.hint}\n"
    if os.environ.get(TRACEBACK_VARIABLE):
        return text + "".join(traceback.format_exception(error))
    return f"{text}  {TRACEBACK_VARIABLE}=1 shows where in cmc it happened.\n"
