"""Numeric loops over records: the orbits of the outer planets."""

import sys
from dataclasses import dataclass
from itertools import combinations
from math import pi, sqrt

SOLAR_MASS = 4 * pi * pi
DAYS = 365.24


@dataclass(slots=True)
class Body:
    name: str
    x: float
    y: float
    z: float
    vx: float
    vy: float
    vz: float
    mass: float


BODIES = [
    Body("Sun", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SOLAR_MASS),
    Body(
        "Jupiter",
        x=4.84143144246472090,
        y=-1.16032004402742839,
        z=-0.103622044471123109,
        vx=0.00166007664274403694 * DAYS,
        vy=0.00769901118419740425 * DAYS,
        vz=-0.0000690460016972063023 * DAYS,
        mass=0.000954791938424326609 * SOLAR_MASS,
    ),
    Body(
        "Saturn",
        x=8.34336671824457987,
        y=4.12479856412430479,
        z=-0.403523417114321381,
        vx=-0.00276742510726411150 * DAYS,
        vy=0.00499852801234917238 * DAYS,
        vz=0.0000230417297573763929 * DAYS,
        mass=0.000285885980666130812 * SOLAR_MASS,
    ),
    Body(
        "Uranus",
        x=12.8943695621391310,
        y=-15.1111514016986312,
        z=-0.223307578892655734,
        vx=0.00296460137564761618 * DAYS,
        vy=0.00237847173959480950 * DAYS,
        vz=-0.0000296589568540237556 * DAYS,
        mass=0.0000436624404335156298 * SOLAR_MASS,
    ),
    Body(
        "Neptune",
        x=15.3796971148509165,
        y=-25.9193146099879641,
        z=0.179258772950371181,
        vx=0.00268067772490389322 * DAYS,
        vy=0.00162824170038242295 * DAYS,
        vz=-0.0000951592254519715870 * DAYS,
        mass=0.0000515138902046611451 * SOLAR_MASS,
    ),
]


def advance(bodies: list[Body], dt: float) -> None:
    count = len(bodies)
    for i in range(count):
        bi = bodies[i]
        x, y, z, mass = bi.x, bi.y, bi.z, bi.mass
        vx, vy, vz = bi.vx, bi.vy, bi.vz
        for j in range(i + 1, count):
            bj = bodies[j]
            dx, dy, dz = x - bj.x, y - bj.y, z - bj.z
            dist2 = dx * dx + dy * dy + dz * dz
            magnitude = dt / (sqrt(dist2) * dist2)
            bm = bj.mass * magnitude
            vx -= dx * bm
            vy -= dy * bm
            vz -= dz * bm
            bm = mass * magnitude
            bj.vx += dx * bm
            bj.vy += dy * bm
            bj.vz += dz * bm
        bi.vx = vx
        bi.vy = vy
        bi.vz = vz
        bi.x = x + dt * vx
        bi.y = y + dt * vy
        bi.z = z + dt * vz


def energy(bodies: list[Body]) -> float:
    e = sum(0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz) for b in bodies)
    for a, b in combinations(bodies, 2):
        dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        e -= a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    return e


def offset_momentum(bodies: list[Body]) -> None:
    sun = bodies[0]
    px = sum(body.vx * body.mass for body in bodies)
    py = sum(body.vy * body.mass for body in bodies)
    pz = sum(body.vz * body.mass for body in bodies)
    sun.vx, sun.vy, sun.vz = -px / SOLAR_MASS, -py / SOLAR_MASS, -pz / SOLAR_MASS


def main() -> None:
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 80000
    offset_momentum(BODIES)
    print(f"{energy(BODIES):0.9f}")
    for _ in range(steps):
        advance(BODIES, 0.01)
    print(f"{energy(BODIES):0.9f}")
    for body in BODIES:
        print(f"{body.name:<8} {body.x:9.4f} {body.y:9.4f} {body.z:9.4f}")


if __name__ == "__main__":
    main()
