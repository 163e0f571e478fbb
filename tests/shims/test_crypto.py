"""`crypto` (CopperMoon specification, section 9)."""

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.shims import crypto


@given(st.binary())
def test_encodings_come_back(data: bytes) -> None:
    assert to_bytes(crypto.base64_decode(crypto.base64_encode(data))) == data
    assert to_bytes(crypto.hex_decode(crypto.hex_encode(data))) == data
    assert crypto.base64_encode(data) == base64.b64encode(data).decode()


@given(st.binary())
def test_texts_of_urls_without_padding(data: bytes) -> None:
    text = base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert to_bytes(crypto.base64_decode(text)) == data


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A", "Invalid input length: 1"),
        ("AAAAA", "Invalid input length: 5"),
        ("Zh==", "Invalid last symbol 104, offset 1."),
        ("Zh", "Invalid last symbol 104, offset 1."),
        ("Zm9=", "Invalid last symbol 57, offset 2."),
        ("Zm 9v", "Invalid symbol 32, offset 2."),
        ("Zg===", "Invalid symbol 61, offset 4."),
        ("Z===", "Invalid symbol 61, offset 1."),
        ("Zm9v=", "Invalid symbol 61, offset 4."),
        ("====", "Invalid symbol 61, offset 0."),
        ("Z=g=", "Invalid symbol 61, offset 1."),
        ("\u00e9AAA", "Invalid symbol 195, offset 0."),
    ],
)
def test_what_is_no_base64(text: str, reason: str) -> None:
    with pytest.raises(LuaError) as caught:
        crypto.base64_decode(text)
    assert str(caught.value) == f"Base64 decode error: {reason}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("abc", "Odd number of digits"),
        ("0g", "Invalid character 'g' at position 1"),
        ("  ", "Invalid character ' ' at position 0"),
    ],
)
def test_what_is_no_hexadecimal(text: str, reason: str) -> None:
    with pytest.raises(LuaError) as caught:
        crypto.hex_decode(text)
    assert str(caught.value) == f"Hex decode error: {reason}"


def test_large_data() -> None:
    data = bytes(3 << 20)
    assert crypto.sha256(data) == hashlib.sha256(data).hexdigest()
    assert crypto.md5(data) == hashlib.md5(data).hexdigest()


def test_uuid_and_random_bytes() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", crypto.uuid())
    assert len(to_bytes(crypto.random_bytes(100))) == 100
    assert crypto.random_bytes(0) == ""


def test_algorithms_of_hmac() -> None:
    assert crypto.hmac("SHA1", b"key", b"data") == "104152c5bfdca07bc633eebd46199f0255c9f49d"
    with pytest.raises(LuaError, match="Unsupported HMAC algorithm: sha512. Use 'sha256' or 'sha1'"):
        crypto.hmac("sha512", b"", b"")


def test_strings_numbers_and_buffers(output: Callable[..., list[str]]) -> None:
    text = from_bytes(b"\\xff\\0")
    assert (
        output(f"""
        print(crypto.sha1("{text}") == crypto.sha1(buffer.from("{text}")), crypto.hex_encode(12))
        print(#crypto.random_bytes("3"))
        print(pcall(crypto.random_bytes, -1))
        print(pcall(crypto.sha1, {{}}))
        print(require("crypto") == crypto)
        """)
        == [
            "true\t3132",
            "3",
            "false\tbad argument #1 to 'crypto.random_bytes' (out of range)",
            "false\tbad argument #1 to 'crypto.sha1' (string expected, got table)",
            "true",
        ]
    )
