"""Forms with files: `multipart/form-data`."""

import http.client
import json
from typing import Any

import pytest

from tests.server.conftest import Program, Start

APP = """
app:use(honeymoon.bodyParser())
app:post("/", function(req, res)
    local form, files = req:form(), {}
    for name, file in pairs(req.files) do
        files[name] = { name = file.filename, type = file.type, size = file.size, sum = crypto.sha256(file.data) }
    end
    res:json({ form = form, files = files, title = req.body.title or "none", json = req:json() })
end)
app:post("/many", function(req, res)
    local names = {}
    for i, file in ipairs(req.files.list or {}) do names[i] = file.filename .. "=" .. file.data end
    res:json(names)
end)
"""
EMPTY = {"form": [], "files": [], "title": "none", "json": []}


def part(disposition: str, content: bytes, *more: str) -> bytes:
    head = "\r\n".join([f"Content-Disposition: {disposition}", *more])
    return b"--limit\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"


def post(program: Program, path: str, body: bytes, boundary: str = "boundary=limit") -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=10)
    connection.request("POST", path, body, {"Content-Type": f"multipart/form-data; {boundary}"})
    response = connection.getresponse()
    assert response.status == 200
    answer = json.loads(response.read())
    connection.close()
    return answer


def test_fields_and_files(app: Start) -> None:
    import hashlib

    program = app(APP)
    binary = bytes(range(256)) * 40 + b"\r\n--limi\r\n\r\n--"
    body = (
        b"preamble\r\n"
        + part('form-data; name="title"', "Grüße\r\n & mehr".encode())
        + part('form-data; name="tags[]"', b"a")
        + part('form-data; name="tags[]"', b"b")
        + part('form-data; name="owner[name]"', b"")
        + part('form-data; name="doc"; filename="../../etc/ü x.png"', binary, "Content-Type: image/png")
        + part('form-data; name="empty"; filename=""', b"")
        + b"--limit--\r\nepilogue"
    )
    answer = post(program, "/", body)
    assert answer["form"] == {"title": "Grüße\r\n & mehr", "tags": ["a", "b"], "owner": {"name": ""}}
    assert answer["title"] == "Grüße\r\n & mehr"
    assert answer["json"] == []
    digest = hashlib.sha256(binary).hexdigest()
    assert answer["files"]["doc"] == {"name": "ü x.png", "type": "image/png", "size": len(binary), "sum": digest}
    assert answer["files"]["empty"]["size"] == 0


def test_several_files_of_one_field(app: Start) -> None:
    program = app(APP)
    body = b"".join(part(f'form-data; name="list[]"; filename="{name}"', name.encode()) for name in ("a", "b", "c"))
    assert post(program, "/many", body + b"--limit--", 'charset=utf-8; boundary="limit"') == ["a=a", "b=b", "c=c"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--limit--",
        b"--limit",
        b"--limit\r\n",
        b"--limit\r\nContent-Disposition: form-data; name=a",
        b"no delimiter at all",
        part("form-data", b"without a name"),
        part('attachment; name="a"', b"another kind"),
        part('form-data; name="a"', b"long head", "X-Pad: " + "x" * 9000),
        b"--other\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--other--",
    ],
    ids=range(10),
)
def test_malformed_parts_are_left_out(app: Start, body: bytes) -> None:
    assert post(app(APP), "/", body) == EMPTY


def test_a_body_that_names_no_boundary(app: Start) -> None:
    assert post(app(APP), "/", part('form-data; name="a"', b"b") + b"--limit--", "x=y") == EMPTY
