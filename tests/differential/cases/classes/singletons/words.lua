local words = { list = { "b", "a", "c" }, count = 0 }
setmetatable(words, { __index = require("base") })

function words:work()
  self.count = self.count + 1
  table.sort(self.list)
  return table.concat(self.list)
end

words.check = function(self, result) return result == "abc" end

return words
