"""The application of `app.lua` as somebody would write it by hand on aiohttp.

With the argument `raw`, the text alone on aiohttp's low-level server, without routes: the least that aiohttp takes.
"""

import asyncio
import os
import sys
from pathlib import Path

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


@web.middleware
async def mark(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Sets a header on every answer."""
    response = await handler(request)
    response.headers["X-Request"] = request.method
    return response


def json_response(data: object, status: int = 200) -> web.Response:
    """An answer with JSON."""
    return web.Response(body=orjson.dumps(data), status=status, content_type="application/json")


async def text(request: web.Request) -> web.Response:
    """`GET /text`"""
    return web.Response(text="hello")


async def user(request: web.Request) -> web.Response:
    """`GET /users/{id}`"""
    number = request.match_info["id"]
    return json_response({"id": number, "name": f"User {number}", "tags": ["a", "b", "c"], "active": True})


async def echo(request: web.Request) -> web.Response:
    """`POST /echo`"""
    body = await request.read()
    data = orjson.loads(body)
    data["size"] = len(body)
    return json_response(data, 201)


async def wait(request: web.Request) -> web.Response:
    """`GET /wait`"""
    await asyncio.sleep(0.02)
    return web.Response(text="waited")


async def ten(request: web.Request) -> web.Response:
    """`GET /ten/steps`"""
    return web.Response(text=f"step {request['step10']}")


def step(number: int) -> Middleware:
    """One of the ten middlewares below `/ten`."""

    @web.middleware
    async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[f"step{number}"] = number
        return await handler(request)

    return note


async def serve_raw(port: int) -> None:
    """Answers everything with the text."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="hello")

    runner = web.ServerRunner(web.Server(answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


def main() -> None:
    """Serves on the port in the environment."""
    port = int(os.environ["PORT"])
    if sys.argv[1:] == ["raw"]:
        asyncio.run(serve_raw(port))
    app = web.Application(middlewares=[mark])
    app.add_routes([web.get("/text", text), web.get("/users/{id}", user), web.post("/echo", echo)])
    app.add_routes([web.get("/wait", wait)])
    below_ten = web.Application(middlewares=[*map(step, range(1, 11))])
    below_ten.add_routes([web.get("/steps", ten)])
    app.add_subapp("/ten", below_ten)
    app.add_routes([web.static("/static", Path(__file__).parent / "static")])
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main()
