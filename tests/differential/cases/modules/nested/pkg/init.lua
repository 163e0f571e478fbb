return {version = "1.0", a = require "pkg.a", modname = ...}
