"""Parts of packages that programs require by names of their own, and what an application says of itself."""

import subprocess
from pathlib import Path

import pytest

from tests.server.conftest import RUN


def printed(folder: Path, text: str) -> list[str]:
    (folder / "main.lua").write_text(text)
    done = subprocess.run([*RUN, "main.lua"], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("module", "name", "package", "path"),
    [
        ("honeymoon.lib.application", "new", "honeymoon", "new"),
        ("honeymoon.lib.router", "new", "honeymoon", "Router.new"),
        ("honeymoon.lib.utils", "url_encode", "honeymoon", "utils.urlEncode"),
        ("honeymoon.lib.utils", "mime_types", "honeymoon", "mimeTypes"),
        ("honeymoon.lib.errors", "not_found", "honeymoon", "errors.notFound"),
        ("honeymoon.lib.errors", "HttpError", "honeymoon", "HttpError"),
        ("honeymoon.lib.schema", "presets", "honeymoon", "schemaPresets"),
        ("honeymoon.lib.session", "MemoryStore", "honeymoon", "MemoryStore"),
        ("honeymoon.lib.middleware", "helmet", "honeymoon", "helmet"),
        ("honeymoon.lib.middleware.bodyparser", "urlencoded", "honeymoon", "urlencoded"),
        ("honeymoon.lib.middleware.auth", "jwtAuth", "honeymoon", "jwtAuth"),
        ("vein.lib.filters", "upper", "vein", "filters.upper"),
        ("ember.lib.levels", "resolve", "ember", "levels.resolve"),
        ("ember.lib.logger", "new", "ember", "new"),
        ("ember.lib.integrations.honeymoon", "middleware", "ember", "honeymoon"),
    ],
)
def test_parts_hold_what_the_package_holds(tmp_path: Path, module: str, name: str, package: str, path: str) -> None:
    text = f'local part, package = require("{module}"), require("{package}")\nprint(part.{name}, package.{path})'
    part, found = printed(tmp_path, text)[0].split("\t")
    assert part == found != "nil"


def test_every_part_can_be_required(tmp_path: Path) -> None:
    from cmc.runtime.shims.parts import PARTS

    names = sorted(PARTS)
    text = "".join(f'print(type(require("{name}")), require("{name}") == require("{name}"))\n' for name in names)
    kinds = printed(tmp_path, text)
    assert len(kinds) == len(names)
    assert set(kinds) <= {"table\ttrue", "function\ttrue"}


def test_parts_that_are_none(tmp_path: Path) -> None:
    out = printed(tmp_path, 'print(pcall(require, "honeymoon.lib.nothing"))\nprint(pcall(require, "vein.filters"))')
    assert out[0] == "false\tmodule 'honeymoon.lib.nothing' not found:"
    assert "false\tmodule 'vein.filters' not found:" in out


def test_what_an_application_says_of_itself(tmp_path: Path) -> None:
    text = """
        local honeymoon = require("honeymoon")
        local app = honeymoon.new()
        app:get("/a/:id", print)
        print(#app._routes, app._routes[1].path, app._routes[1].param_names[1], #app._middleware)
        app:use(print):use("/x", print):post("/b", print, print):error(print)
        local router = honeymoon.Router()
        router:use(print)
        router:put("/:n", print)
        app:mount("/r", router)
        for _, route in ipairs(app._routes) do print(route.method, route.path, #route.handlers, route.has_wildcard) end
        for _, layer in ipairs(app._middleware) do print(layer.path, layer.handler == print) end
        print(#app._error_handlers, app._settings.port, app._VERSION)
        """
    assert printed(tmp_path, text) == [
        "1\t/a/:id\tid\t0",
        "GET\t/a/:id\t1\tfalse",
        "POST\t/b\t2\tfalse",
        "PUT\t/r/:n\t1\tfalse",
        "*\ttrue",
        "/x\ttrue",
        "/r\ttrue",
        "1\t3000\t0.2.0",
    ]


def test_templates_compiled_by_the_compiler_itself(tmp_path: Path) -> None:
    text = """
        local vein = require("vein")
        local write, facts = vein.compiler.compile("{{ x | upper }}\\n{{ y }}")
        print(write({ x = "a", y = "<" }), facts.lineCount, facts.tokenCount)
        local engine = vein.new({ autoEscape = false }):filter("twice", function(text) return text .. text end)
        print((require("vein.lib.compiler").compile("{{ x | twice }}", engine)({ x = "<" })))
        print(select(2, pcall(vein.compiler.compile, "{{ x | nothing }}")))
        """
    assert printed(tmp_path, text) == ["A", "&lt;\t2\t3", "<<", "unknown filter 'nothing'"]
