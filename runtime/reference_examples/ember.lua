local ember = require("ember")
local log = ember({
    name = "svc", level = "info",
    transports = { ember.transports.console({ formatter = ember.formatters.text({ timestamp = false }) }) },
})

log:debug("not shown")
log:child({ job = 7 }):warn("slow", { ms = 12 }) --> WARN  svc: slow {job=7, ms=12}
