local base = {} do

function base:run(times)
  for _ = 1, times do
    if not self:check(self:work()) then
      return false, self:name()
    end
  end
  return true, self:name()
end

function base:work()
  error("not done: " .. self:name(), 0)
end

function base:name()
  return "base"
end

end

return base
