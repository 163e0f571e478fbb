#!/usr/bin/env lua -- Shows that a first line with # is skipped, and lines still count from it.
print("after the shebang")
print(select(2, pcall(function() error("line three") end)))
