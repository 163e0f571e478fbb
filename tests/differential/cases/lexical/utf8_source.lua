-- Shows that UTF-8 text in strings and comments (äöü) passes through as bytes.
local s = "grüße, 世界 🎈"
print(s, #s)
print(s:byte(1, 6))
print(#'é', #"世", #[[🎈]])
-- комментарий
print(("é"):rep(3, "·"))
print(load("é = 1", "=src"))
