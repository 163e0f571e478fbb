"""Content types by file name (HoneyMoon specification, section 13.2)."""

_UTF8 = "; charset=utf-8"

MIME_TYPES: dict[str, str] = {
    "html": "text/html" + _UTF8, "htm": "text/html" + _UTF8, "css": "text/css" + _UTF8,
    "js": "application/javascript" + _UTF8, "mjs": "application/javascript" + _UTF8, "json": "application/json",
    "xml": "application/xml", "txt": "text/plain" + _UTF8, "md": "text/markdown" + _UTF8, "png": "image/png",
    "gif": "image/gif", "webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "svg": "image/svg+xml", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf",
    "otf": "font/otf", "eot": "application/vnd.ms-fontobject", "mp3": "audio/mpeg", "wav": "audio/wav",
    "ogg": "audio/ogg", "mp4": "video/mp4", "webm": "video/webm", "pdf": "application/pdf", "zip": "application/zip",
    "tar": "application/x-tar", "gz": "application/gzip", "csv": "text/csv", "ics": "text/calendar",
}  # fmt: skip

DEFAULT_TYPE = "application/octet-stream"


def mime_type(path: str) -> str:
    """The content type for a path or an extension."""
    return MIME_TYPES.get(path.rpartition(".")[2].lower(), DEFAULT_TYPE)
