-- Shows modules that set globals, change the library and share state.
require "globals"
print(VERSION, shared.count)
shared.count = shared.count + 1
local other = require "other"
print(shared.count, other.seen, ("abc"):first(), string.first("xyz"))
print(require("other").local_leak, local_leak)
