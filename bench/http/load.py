"""A load generator for where there is no wrk: `load.py METHOD URL BODY SECONDS CONNECTIONS`.

It prints the number of requests, and how many there were in a second.
"""

import asyncio
import sys
import time
from urllib.parse import urlsplit


async def client(host: str, port: int, request: bytes, until: float) -> int:
    """Sends a request again and again on one connection; how often it was answered."""
    reader, writer = await asyncio.open_connection(host, port)
    count = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 2"):
            raise SystemExit(head.decode())
        size = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(size)
        count += 1
    writer.close()
    return count


async def main(method: str, url: str, body: str, seconds: str, connections: str) -> None:
    """Runs all clients, and prints the figure."""
    place = urlsplit(url)
    lines = [f"{method} {place.path} HTTP/1.1", f"Host: {place.netloc}"]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    request = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
    begin = time.monotonic()
    until = begin + float(seconds)
    jobs = [client(place.hostname or "", place.port or 80, request, until) for _ in range(int(connections))]
    counts = await asyncio.gather(*jobs)
    sys.stdout.write(f"{sum(counts)} {sum(counts) / (time.monotonic() - begin):.1f}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
