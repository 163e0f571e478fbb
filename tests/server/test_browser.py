"""What a person does with an application: logging in, reading a page, talking over a WebSocket, in a real browser."""

from pathlib import Path

from tests.server.browser import browser
from tests.server.conftest import Start

APP = """
app.views:use("vein")
app.views:set("views", "views")
app:use(honeymoon.helmet())
app:use("/static", honeymoon.static("public"))
app:use(honeymoon.session({ name = "shop" }))
app:use(honeymoon.flash())
app:use(honeymoon.urlencoded())
app:use(honeymoon.csrf())

app:get("/login", function(req, res) res:render("login", { flash = res.locals.flash or {} }) end)
app:post("/login", function(req, res)
    local form = req:form()
    if form.password ~= "open sesame" then
        req.flash("error", "Wrong password for <" .. form.user .. ">")
        return res:redirect("/login", 303)
    end
    req.session:regenerate()
    req.session.user = form.user
    req.flash("info", "Welcome back")
    res:redirect("/", 303)
end)
app:get("/", function(req, res)
    if not req.session.user then return res:redirect("/login") end
    res:render("home", { user = req.session.user, items = { "pears", "plums & figs" }, flash = res.locals.flash or {} })
end)
app:ws("/talk/:room", function(ws, req)
    for message in function() return ws:recv() end do
        if message.type == "close" then break end
        ws:send(req.params.room .. ": " .. message.data:upper())
    end
end)
"""

LOGIN = """<!doctype html><title>Login</title>
{% for kind, messages in pairs(flash) do %}{% for _, text in ipairs(messages) do %}
<p class="{{ kind }}">{{ text }}</p>{% end %}{% end %}
<form method="post" action="/login">
<input name="user"><input name="password" type="password"><input name="_csrf" type="hidden" value="{{ csrfToken }}">
<button>Log in</button></form>
"""
HOME = """<!doctype html><title>Shop of {{ user }}</title><link rel="stylesheet" href="/static/site.css">
{% for kind, messages in pairs(flash) do %}{% for _, text in ipairs(messages) do %}
<p class="{{ kind }}">{{ text }}</p>{% end %}{% end %}
<ul>{% for _, item in ipairs(items) do %}<li>{{ item }}</li>{% end %}</ul>
"""
TALK = """new Promise((done, failed) => {
    const heard = [], socket = new WebSocket(`ws://${location.host}/talk/7`);
    socket.onopen = () => socket.send("hello");
    socket.onerror = failed;
    socket.onmessage = event => {
        heard.push(event.data);
        if (heard.length < 3) socket.send("again ü " + heard.length); else socket.close(1000);
    };
    socket.onclose = event => done([...heard, event.code, event.wasClean]);
})"""


def test_login_flash_view_static_file_and_socket(app: Start, tmp_path: Path) -> None:
    for name, text in (("views/login.vein", LOGIN), ("views/home.vein", HOME)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "site.css").write_text("li { color: rgb(1, 2, 3) }")
    program = app(APP)
    url = f"http://127.0.0.1:{program.port}"
    with browser(tmp_path / "profile") as page:
        page.open(url)
        assert page.evaluate("location.pathname") == "/login"
        page.submit("form", user="<Ann>", password="guess")
        page.wait_for("document.querySelector('.error')")
        assert page.evaluate("document.querySelector('.error').textContent") == "Wrong password for <<Ann>>"

        page.submit("form", user="<Ann>", password="open sesame")
        page.wait_for("location.pathname == '/' && document.querySelector('.info')")
        assert page.evaluate("document.title") == "Shop of <Ann>"
        assert page.text().split("\n\n")[0] == "Welcome back"
        assert page.evaluate("[...document.querySelectorAll('li')].map(item => item.innerText)") == [
            "pears",
            "plums & figs",
        ]
        page.wait_for("document.readyState == 'complete'")
        assert page.evaluate("getComputedStyle(document.querySelector('li')).color") == "rgb(1, 2, 3)"
        assert page.evaluate("document.cookie") == "", "cookies are for the server alone"

        page.open(f"{url}/?again")
        assert page.evaluate("document.querySelector('.info')") is None, "a message is shown once"
        # `upper` is for ASCII letters.
        assert page.evaluate(TALK) == ["7: HELLO", "7: AGAIN ü 1", "7: AGAIN ü 2", 1000, True]
    assert "traceback" not in program.errors.lower()
