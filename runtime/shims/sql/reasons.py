"""Why there is no connection, in the words of the operating system or of TLS."""

import os


def reason_of(error: BaseException, timeout: float | None) -> str:
    """The reason behind an error of a driver, which may have wrapped it: `Connection refused (os error 111)`."""
    cause: BaseException | None = error
    while cause is not None:
        reason = getattr(cause, "reason", None)
        if reason is not None and isinstance(cause, OSError):
            return f"error performing TLS handshake: {getattr(cause, 'verify_message', '') or reason}"
        if isinstance(cause, TimeoutError) and cause.errno is None:
            return "no answer" if timeout is None else f"no answer within {timeout:g} seconds"
        if isinstance(cause, OSError) and cause.errno is not None and cause.errno > 0:
            return f"{os.strerror(cause.errno)} (os error {cause.errno})"
        cause = cause.__cause__ or cause.__context__
    return str(error.args[-1]) if error.args else type(error).__name__
