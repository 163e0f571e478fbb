-- Shows modules that require each other without care: both are loaded once more until it fails.
local ok, e = pcall(require, "one")
print(ok, type(e))
print(package.loaded.one, package.loaded.two)
