local b = require("pkg.b")
return {name = "module a", b = b}
