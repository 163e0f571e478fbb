"""Error answers: pages for people, JSON for programs (HoneyMoon specification, sections 5 and 6)."""

import re
import time
from html import escape
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.table import Table
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import Response
from cmc.runtime.shims.honeymoon.statuses import status_text

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.application import Application

_COLOURS = {"GET": "#22c55e", "POST": "#3b82f6", "DELETE": "#ef4444", "PATCH": "#a855f7"}
_OTHER_COLOUR = "#f59e0b"

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Error {status} - {name}</title>
<style>
body {{ font-family: system-ui, sans-serif; max-width: 56rem; margin: 3rem auto; padding: 0 1rem; color: #1f2937; }}
h1 {{ font-size: 1.5rem; }} h1 b {{ color: #b91c1c; }} h2 {{ font-size: 1rem; margin-top: 2rem; }}
.badge {{ color: #fff; padding: .1rem .5rem; border-radius: .25rem; }}
.stack {{ background: #f3f4f6; padding: 1rem; overflow-x: auto; }} .stack div {{ font-family: monospace; }}
.place {{ color: #1d4ed8; }} td {{ padding-right: 2rem; }} footer {{ margin-top: 3rem; color: #6b7280; }}
</style>
</head>
<body>
<h1><b>{status}</b> {name}</h1>
<p>{message}</p>
{details}<footer>HoneyMoon {version}</footer>
</body>
</html>
"""

_DETAILS = """<h2>Stack Trace</h2>
<div class="stack">
{stack}
</div>
<h2>Request Information</h2>
<table>
<tr><td>Method</td><td><span class="badge" style="background: {colour}">{method}</span></td></tr>
<tr><td>Path</td><td>{path}</td></tr>
<tr><td>Timestamp</td><td>{time}</td></tr>
<tr><td>Request ID</td><td>{request_id}</td></tr>
</table>
"""

_APOLOGY = "Something went wrong on our side. Please try again later."

_STACK_LINE = re.compile(r"\s*(\S+:\d+): (.*)")


def send_error(
    request: Request, response: Response, status: int, message: str, *, code: str = "ERROR", stack: str = ""
) -> None:
    """Answers with an error in the form that the client accepts."""
    if request.accepts("html") is not None:
        response.errorPage(status, message, stack)
    else:
        response.error(status, message, code)


def send_not_found(request: Request, response: Response) -> None:
    """Answers a request for which there is no route."""
    message = "The requested resource was not found"
    if request.accepts("html") is not None:
        response.errorPage(404, message)
    else:
        response.status(404).json({"error": "Not Found", "message": message, "path": request.path})


def error_page(application: "Application", request: Request | None, status: int, message: str, stack: str) -> str:
    """The HTML page of an error; in production it tells nothing of the program."""
    version = "0.2.0"
    if request is None or application.is_production():
        text = message if status < 500 else _APOLOGY
        return _PAGE.format(status=status, name=status_text(status), message=escape(text), details="", version=version)
    method = str(request.method)
    details = _DETAILS.format(
        stack=_stack_block(stack),
        colour=_COLOURS.get(method, _OTHER_COLOUR),
        method=escape(method),
        path=escape(str(request.path)),
        time=time.strftime("%Y-%m-%d %H:%M:%S"),
        request_id=escape(_text(request["id"])),
    )
    return _PAGE.format(
        status=status, name=status_text(status), message=escape(message), details=details, version=version
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "-"


def _stack_block(stack: str) -> str:
    lines = [line.strip() for line in stack.splitlines()[1:] if line.strip()]
    if not lines:
        return "<div>No stack trace available</div>"
    shown = []
    for line in lines:
        match = _STACK_LINE.fullmatch(line)
        if match is not None:
            shown.append(f'<div><span class="place">{escape(match[1])}</span> {escape(match[2])}</div>')
        else:
            shown.append(f"<div>{escape(line)}</div>")
    return "\n".join(shown)


def known_error(value: Any) -> tuple[int, str, str] | None:
    """Status, message and code of an error value that carries them (HttpError), None for other values."""
    if not isinstance(value, Table):
        return None
    status, code = value["status"], value["code"]
    if status is None or code is None:
        return None
    message = value["message"]
    number = int(status) if type(status) in (int, float) else 500
    return number, message if isinstance(message, str) else status_text(number), str(code)
