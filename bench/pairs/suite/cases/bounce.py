"""Balls that bounce in a box."""

from typing import Any

from classes import Benchmark, Random


class Ball:
    __slots__ = ("x", "y", "dx", "dy")

    def __init__(self, random: Random) -> None:
        self.x = random.next() % 500
        self.y = random.next() % 500
        self.dx = random.next() % 300 - 150
        self.dy = random.next() % 300 - 150

    def bounce(self) -> bool:
        bounced = False
        self.x += self.dx
        self.y += self.dy
        if self.x > 500:
            self.x = 500
            self.dx = -abs(self.dx)
            bounced = True
        if self.x < 0:
            self.x = 0
            self.dx = abs(self.dx)
            bounced = True
        if self.y > 500:
            self.y = 500
            self.dy = -abs(self.dy)
            bounced = True
        if self.y < 0:
            self.y = 0
            self.dy = abs(self.dy)
            bounced = True
        return bounced


class Case(Benchmark):
    def benchmark(self) -> int:
        random = Random()
        balls = [Ball(random) for _ in range(100)]
        bounces = 0
        for _ in range(200):
            for ball in balls:
                if ball.bounce():
                    bounces += 1
        return bounces

    def verify(self, result: Any) -> bool:
        self.expected = self.expected or result
        return super().verify(result) and result > 1000
