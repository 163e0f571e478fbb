-- Runs the programs that arrive on the standard input, each in an environment of its own, and answers what each printed.
-- A message either way is a line with a number of bytes, then that many bytes.

local CALLS, LINES, LENGTH = 3000, 400, 60

local function text_of(value)
  local kind = type(value)
  if kind == "number" and value ~= value then return "nan" end
  if kind == "table" and not (getmetatable(value) or {}).__tostring then return "table" end
  if kind == "function" or kind == "thread" or kind == "userdata" then return kind end
  return tostring(value)
end

local function environment_for(lines)
  local environment = {}
  for name, value in pairs(_G) do environment[name] = value end
  environment._G = environment
  local calls = 0
  function environment.print(...)
    if #lines >= LINES then error("too many lines", 0) end
    local texts = table.pack(...)
    for i = 1, texts.n do texts[i] = text_of(texts[i]) end
    lines[#lines + 1] = table.concat(texts, "\t")
  end
  function environment.tick()
    calls = calls + 1
    if calls > CALLS then error("too many calls", 0) end
  end
  function environment.clip(text)
    return #text > LENGTH and text:sub(1, LENGTH) or text
  end
  return environment
end

local function run(source)
  local lines = {}
  local chunk, message = load(source, "=program", "t", environment_for(lines))
  if not chunk then return "does not compile: " .. message end
  local results = table.pack(pcall(chunk))
  for i = 1, results.n do results[i] = text_of(results[i]) end
  lines[#lines + 1] = "ends with " .. table.concat(results, " ")
  return table.concat(lines, "\n")
end

while true do
  local size = io.read("l")
  if not size then break end
  local answer = run(io.read(tonumber(size)))
  io.write(#answer, "\n", answer)
  io.flush()
end
