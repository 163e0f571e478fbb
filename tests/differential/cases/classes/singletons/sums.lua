local sums = {} do
setmetatable(sums, {__index = require"base"})

function sums:work()
  self.count = (self.count or 0) + 1
  self.total = 0
  for i = 1, 10 do
    self:add(i)
  end
  return self.total
end

function sums:add(n)
  self.total = self.total + n
end

function sums:check(result)
  return result == 55 and self.count < 4
end

function sums.name()
  return "sums"
end

end

return sums
