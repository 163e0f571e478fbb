"""Aeroplanes that fly on circles; a grid of squares tells which of them may meet."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations
from typing import Any

from classes import Benchmark


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y

    def __add__(self, other: Vector) -> Vector:
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other: Vector) -> Vector:
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor: float) -> Vector:
        return Vector(self.x * factor, self.y * factor)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and self.x == other.x and self.y == other.y

    def dot(self, other: Vector) -> float:
        return self.x * other.x + self.y * other.y

    def length(self) -> float:
        return math.sqrt(self.dot(self))


class Plane:
    def __init__(self, number: int) -> None:
        self.call_sign = f"plane {number}"
        self.number = number
        self.position = Vector(0, 0)
        self.previous = self.position

    def fly(self, time: int) -> None:
        angle = time * 0.1 + self.number * 2.3
        radius = 20 + self.number % 30
        self.previous = self.position
        self.position = Vector(50 + radius * math.cos(angle), 50 + radius * math.sin(angle * 0.7))


class Glider(Plane):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.drift = Vector(0.01, -0.02)

    def fly(self, time: int) -> None:
        super().fly(time)
        self.position = self.position + self.drift * time


class Airspace:
    square = 10

    def __init__(self, count: int) -> None:
        self.planes = [Glider(i) if i % 4 == 0 else Plane(i) for i in range(1, count + 1)]

    def step(self, time: int) -> dict[tuple[int, int], list[Plane]]:
        squares: defaultdict[tuple[int, int], list[Plane]] = defaultdict(list)
        for plane in self.planes:
            plane.fly(time)
            x = math.floor(plane.position.x / self.square)
            y = math.floor(plane.position.y / self.square)
            squares[x, y].append(plane)
        return squares

    def close_pairs(self, time: int) -> int:
        count = 0
        for planes in self.step(time).values():
            for a, b in combinations(planes, 2):
                if (a.position - b.position).length() < 1 and a.position != a.previous:
                    count += 1
        return count


class Case(Benchmark):
    def benchmark(self) -> int:
        airspace = Airspace(100)
        return sum(airspace.close_pairs(time) for time in range(1, 41))

    def verify(self, result: Any) -> bool:
        return result > 0
