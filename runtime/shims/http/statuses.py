"""Names of HTTP statuses (CopperMoon specification, section 23.5; RFC 9110, section 15)."""

from http import HTTPStatus

STATUS_TEXTS: dict[int, str] = {
    **{status.value: status.phrase for status in HTTPStatus},
    413: "Payload Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Entity",
}


def reason_of(status: int) -> str:
    """The name of a status for the status line."""
    return STATUS_TEXTS.get(status, "Unknown")
