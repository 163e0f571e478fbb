"""`require("ember.lib.integrations.freight")`: wrapping a database, and taking that back."""

from cmc.runtime.lua_form import lua_form
from cmc.runtime.shims.ember import integrations
from cmc.runtime.stdlib.library import register

LUA_TABLES = {
    "setup": lambda: lua_form(integrations.freight, "ember.freight"),
    "unwrap": lambda: register(integrations.unwrap),
}
