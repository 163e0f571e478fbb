"""Vein: templates (Vein specification). Most texts are test vectors of section 12 or verdicts of section 2."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.state import state
from cmc.runtime.core.table import Table
from cmc.runtime.declare import as_table
from cmc.runtime.shims.vein.engine import Engine
from cmc.runtime.stdlib.environment import open_libraries


@pytest.fixture(autouse=True)
def libraries() -> None:
    """The globals that templates reach."""
    if not state.is_open:
        open_libraries("coppermoon")


def render(template: str, **data: Any) -> str:
    return Engine(Table({"debug": True})).renderString(template, as_table(data))


@pytest.mark.parametrize(
    ("template", "data", "expected"),
    [
        ("{{ x }}", {"x": "<"}, "&lt;"),
        ("{! x !}", {"x": "<"}, "<"),
        ("[{{ missing }}]", {}, "[]"),
        ("{{ false }}", {}, "false"),
        ('{{ name | default("x, y") | upper }}', {}, "X, Y"),
        ("{{ 'a|b' | upper }}", {}, "A|B"),
        ("{% for k, v in t %}{{k}}={{v}};{% endfor %}", {"t": {"a": 1}}, "a=1;"),
        ("{% block a %}1{% endblock %}{% block a %}2{% endblock %}", {}, "11"),
        ("{{ -1234567 | number }}", {}, "-1,234,567"),
        ("{{ 0.8567 | percent(1) }}", {}, "85.7%"),
        ("{{ text | truncate(5) }}", {"text": "Hello World"}, "He..."),
        ("{# {{ x }} #}ok", {}, "ok"),
        ("{% slot h %}D{% endslot %}", {"slots": {"h": "S"}}, "S"),
        ('{{ "}}" }}{{ ({a={b=1}}).a.b }}', {}, "}}1"),
        ("{{ x | escape }}{{ x | e }}", {"x": "<"}, "&lt;&lt;"),
        ("{% set v = x | upper %}{{ v }}", {"x": "a"}, "A"),
        ("{% for x in xs do %}{{ x }},{% end %}", {"xs": [1, 2]}, "1,2,"),
        ("{% for x in nothing %}{{ x }}{% end %}none", {}, "none"),
        ("{% for k, v in t do %}{{ k }}{% end %}", {"t": {"q": 1}}, "q"),
        ("{% for i, v in ipairs(t) do %}{{ i }}{{ v }}{% end %}", {"t": ["a"]}, "1a"),
        ("{% for i = 1, 3 %}{{ i }}{% end %}", {}, "123"),
        ("{% for w in ('a b'):gmatch('%a') %}{{ w }}{% end %}", {}, "ab"),
        ("{% local n = 2 %}{% while n > 0 %}{{ n }}{% n = n - 1 %}{% end %}", {}, "21"),
        ("{% if (x)then %}y{% else %}n{% end %}", {"x": True}, "y"),
        ("{% for i = 1, 9 do %}{% if i == 4 then break end %}{{ i }}{% end %}", {}, "123"),
        ("{% raw %}{{ x }}{% endraw %}", {}, "{{ x }}"),
        ("{% -- nothing %}{{ 1 }}", {}, "1"),
        ("{{ table }}{{ #pairs }}", {"table": "t", "pairs": "abc"}, "t3"),
        ("{% for x in xs %}{{ x }}{% end %}", {"xs": [1], "ipairs": 5, "pairs": 6, "tostring": 7}, "1"),
        ("{{ __blocks }}{{ __extends }}", {"__extends": "x", "__blocks": "y"}, "yx"),
        ("{! data | json !}", {"data": "</script><!--"}, '"<\\/script><\\!--"'),
        ("{{ t | nl2br }}", {"t": "<\nb"}, "&lt;<br>\nb"),
        ("{{ 1234.5 | number(2, ',', '.') }}", {}, "1.234,50"),
        ("{{ -5 | currency }}", {}, "-$5.00"),
        ("{{ 3.6 | round }}", {}, "4"),
        ("{{ 'a.b.c' | replace('.', '-') }}", {}, "a-b-c"),
        ("{{ 'x' | padleft(4, 'ab') }}", {}, "abax"),
        ("{{ 'Crème brûlée!' | slug }}", {}, "creme-brulee"),
        ("{{ 'one two' | truncatewords(2) }}", {}, "one two"),
        ("{{ '2024-02-03' | date('%d.%m.%Y') }}|{{ 'never' | date }}", {}, "03.02.2024|never"),
        ("{{ xs | sort('n') | pluck('n') | join }}", {"xs": [{"n": 2}, {}, {"n": 1}]}, "1, 2"),
        ("{{ xs | slice(-2) | join }}", {"xs": [1, 2, 3]}, "2, 3"),
        (
            "{! t | markdown !}",
            {"t": "# T\n\n*i* [x](javascript:1)"},
            '<h1>T</h1>\n<p><em>i</em> <a href="#">x</a></p>',
        ),
        ('{! component("c", { a = 1 }, "<b>") !}', {}, "1<b>"),
        ('{% component "c" { a = 2 } %}in {{ who }}{% endcomponent %}', {"who": "<"}, "2in &lt;"),
        ('{% component "c" { a = 1 } %}{% component "c" { a = 2 } %}x{% endcomponent %}{% endcomponent %}', {}, "12x"),
        ("{{ shout('a') }}{{ x | twice }}", {"x": "b"}, "A!bb"),
    ],
)
def test_templates(template: str, data: dict[str, Any], expected: str) -> None:
    engine = Engine(Table({"debug": True}))
    engine.component("c", "{{ a }}{{ slot }}")
    engine.helper("shout", lambda text, *_: text.upper() + "!")
    engine.filter("twice", lambda text, *_: (text * 2, 2))
    assert engine.renderString(template, as_table(data)) == expected


@pytest.fixture
def views(tmp_path: Path) -> Callable[..., Engine]:
    """Makes an engine with templates: `views({"name": text, …}, option=…)`."""

    def make(files: dict[str, str], **options: Any) -> Engine:
        for name, text in files.items():
            path = tmp_path / "views" / f"{name}.vein"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        folders = {
            "views": str(tmp_path / "views"),
            "partials": str(tmp_path / "views" / "partials"),
            "layouts": str(tmp_path / "views" / "layouts"),
            "components": str(tmp_path / "views" / "components"),
        }
        return Engine(Table({**folders, **options}))

    return make


def test_layouts_includes_and_partials(views: Callable[..., Engine]) -> None:
    engine = views(
        {
            "layouts/base": "<t>{% block title %}none{% endblock %}</t>{% block body %}{% endblock %}{{ foot }}",
            "layouts/inner": '{% extends "base" %}{% block body %}<i>{% block main %}{% endblock %}</i>{% endblock %}',
            "page": '{% extends "layouts/inner" %}lost{% set x = 1 %}{% block main %}{{ x }}{@ "part" @}{% endblock %}',
            "part": "[{{ who }}]",
            "partials/row": "({{ a }}{{ who }}{{ site }})",
            "rows": '{> "row" { a = 1 } >}{> partial "partials/row" { a = 2 } >}{! include("part", { who = "x" }) !}',
            "components/card": "<c>{{ title }}{% slot head %}-{% endslot %}{{ slot }}</c>",
            "card": '{% component "card" { title = "T" } %}{% fill head %}H{% endfill %}in{% endcomponent %}',
            "endless": '{@ "endless" @}',
        }
    )
    engine.global_("site", "S")
    data = Table({"who": "<me>", "foot": "f"})
    assert engine.render("page", data) == "<t>none</t><i>1[&lt;me&gt;]</i>f"
    assert engine.render("rows", data) == "(1S)(2S)[x]"
    assert engine.render("card", data) == "<c>THin</c>"
    with pytest.raises(LuaError, match="Template render error: endless"):
        engine.render("endless", data)


def test_errors_name_template_and_line(views: Callable[..., Engine], capsys: pytest.CaptureFixture[str]) -> None:
    files = {"bad": "one\ntwo {# \n #}\n{{ user.name }}", "syntax": "{% if %}", "filter": "{{ x | nope }}"}
    engine = views(files, debug=True)
    with pytest.raises(LuaError, match=r"Vein render error in 'bad': bad:4: attempt to index a nil value"):
        engine.render("bad")
    with pytest.raises(LuaError, match="Vein compilation error: syntax:1:"):
        engine.render("syntax")
    with pytest.raises(LuaError, match="unknown filter 'nope'"):
        engine.render("filter")
    with pytest.raises(LuaError, match=r"Template not found: none \(tried: .*none.vein\)"):
        engine.render("none")
    for name in ("../secret", "/etc/hostname", "a/../../x"):
        with pytest.raises(LuaError, match="Template not found"):
            engine.render(name)
    with pytest.raises(LuaError, match="Template render error: bad$"):
        views(files).render("bad")
    assert "bad:4: attempt to index a nil value" in capsys.readouterr().err
    with pytest.raises(LuaError, match="Unclosed tag '{{' at position 3"):
        render("ab{{ x")


def test_templates_are_read_again_when_they_change(views: Callable[..., Engine], tmp_path: Path) -> None:
    engine = views({"page": "old"})
    assert engine.render("page") == "old"
    path = tmp_path / "views" / "page.vein"
    path.write_text("new")
    import os

    os.utime(path, (1, 1))
    assert engine.render("page") == "new"


def test_own_delimiters_and_escaping() -> None:
    delimiters = Table({"output": Table({1: "<<", 2: ">>"})})
    assert Engine(Table({"delimiters": delimiters})).renderString("<< x >>{! x !}", Table({"x": "&"})) == "&amp;&"
    assert Engine(Table({"autoEscape": False})).renderString("{{ x }}", Table({"x": "&"})) == "&"
