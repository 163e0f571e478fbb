"""Ember, the structured logger: `require("ember")` (Ember specification)."""

from cmc.runtime.shims.ember.formatters import custom_formatter, formatters_library
from cmc.runtime.shims.ember.integrations import freight, honeymoon, lantern
from cmc.runtime.shims.ember.levels import levels_library
from cmc.runtime.shims.ember.logger import Logger, new
from cmc.runtime.shims.ember.transports import custom_transport, transports_library

__all__ = ["Logger", "custom_formatter", "custom_transport", "freight", "honeymoon", "lantern", "new"]

LUA_CALL = "ember.new"
"""`ember(options)` is `ember.new(options)`."""

LUA_TABLES = {"formatters": formatters_library, "levels": levels_library, "transports": transports_library}

LUA_CONSTANTS = {"_VERSION": "0.1.0", "_DESCRIPTION": "Structured logger"}
