"""What `docs/serving.md` says of options and services is so."""

import configparser
import json
import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest

from cmc.cli.run import command
from cmc.runtime.shims.http.options import PREFIX, ServerOptions

PAGE = (Path(__file__).parents[2] / "docs" / "serving.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_table_has_all_variables_with_their_defaults() -> None:
    rows = re.findall(r"^\| (`CMC_SERVER_.*?)\s*\|\s*(.*?)\s*\|", PAGE, re.MULTILINE)
    said = {name.strip("` "): default.strip() for names, default in rows for name in names.split(",")}
    assert set(said) == {PREFIX + field.name.upper() for field in fields(ServerOptions)}
    for field in fields(ServerOptions):
        default = said[PREFIX + field.name.upper()]
        if isinstance(field.default, bool):
            assert (default, field.default) == ("off", False)
        elif isinstance(field.default, str):
            assert (default, field.default) == ("", "")
        else:
            assert float(default) == field.default


def test_the_table_has_all_options_of_the_command() -> None:
    said = set(re.findall(r"--[a-z][a-z-]*", PAGE.partition("| Option of `cmc run`")[2].partition("\n\n")[0]))
    known = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
    assert said == known - {"--dialect", "--help"}


def test_the_unit_of_systemd() -> None:
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(block("ini"))
    service = parser["Service"]
    program, verb, *arguments = shlex.split(service["ExecStart"])
    assert (Path(program).name, verb) == ("cmc", "run")
    with command.make_context("run", arguments) as context:
        assert context.params["file"] == "/opt/shop/app.lua"
    settings = dict(pair.split("=") for pair in shlex.split(service["Environment"]))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        options = ServerOptions.from_environment()
    assert int(service["TimeoutStopSec"]) > options.grace_seconds > ServerOptions().grace_seconds
    assert int(service["LimitNOFILE"]) > options.connections


def test_the_container_builds_and_runs_the_same_package() -> None:
    lines = block("dockerfile").splitlines()
    build = next(line for line in lines if line.startswith("RUN cmc build"))
    run = json.loads(next(line for line in lines if line.startswith("CMD ")).removeprefix("CMD "))
    assert run == ["python", "-m", Path(build.split()[-1]).name]
    assert f"WORKDIR {Path(build.split()[-1]).parent}" in lines
