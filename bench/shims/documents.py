"""JSON documents of about 150 KB."""

import json
import random


def _rows() -> list[dict[str, object]]:
    """Rows of a table, as a query gives them."""
    return [
        {
            "id": number,
            "name": f"user {number}",
            "email": f"user{number}@example.org",
            "score": number * 1.5,
            "ok": True,
        }
        for number in range(1, 1701)
    ]


def _records() -> list[dict[str, object]]:
    """Records with objects and lists in them."""
    return [
        {
            "id": number,
            "name": f"user {number}",
            "address": {"street": f"Road {number}", "town": "Town", "position": {"lat": 1.5 + number, "lon": 2.25}},
            "tags": ["red", "green", f"tag {number}"],
            "orders": [{"sku": f"A-{number}", "count": 2}, {"sku": f"B-{number}", "count": 3}],
        }
        for number in range(1, 701)
    ]


def _numbers() -> list[list[int | float]]:
    """A matrix of integers and fractions."""
    draw = random.Random(1)
    return [[draw.randrange(100_000) if draw.random() < 0.7 else draw.random() for _ in range(100)] for _ in range(180)]


TEXTS = {
    name: json.dumps(value, separators=(",", ":"))
    for name, value in {"rows": _rows(), "records": _records(), "numbers": _numbers()}.items()
}
"""The texts by name."""
