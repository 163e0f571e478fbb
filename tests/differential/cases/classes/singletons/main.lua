-- Tables that inherit and are there once, found under names that are computed.
local function load_one(name)
  return require(name:lower())
end

for _, name in ipairs({ "Sums", "Words", "Base" }) do
  local one = load_one(name)
  print(name, pcall(one.run, one, 3))
  print(name, pcall(function() return one:run(2) end))
  print(one.count, one.total, one.list and #one.list, rawequal(one, load_one(name)))
end
local words = require("words")
words.count = nil
print(words.count, pcall(words.run, words, 1))
words.name = function() return "renamed" end
words.count = 5
print(words:run(1), words.count)
print((pcall(require, "not_there_" .. #words.list)))
