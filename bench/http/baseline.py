"""The application of `app.lua` as somebody would write it by hand on aiohttp."""

import asyncio
import os

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler


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
    await asyncio.sleep(0.01)
    return web.Response(text="waited")


def main() -> None:
    """Serves on the port in the environment."""
    app = web.Application(middlewares=[mark])
    app.add_routes([web.get("/text", text), web.get("/users/{id}", user), web.post("/echo", echo)])
    app.add_routes([web.get("/wait", wait)])
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None, access_log=None)


if __name__ == "__main__":
    main()
