-- A worker with some jobs, on a clock that only the worker moves.

local Worker = require("worker")

local time = 0
local clock = {
  now = function() return time end,
  sleep = function(seconds) time = time + seconds end,
}

local sent = {}
local handlers = {}

function handlers.mail(payload)
  if not payload.to then
    error({ reason = "no recipient", final = true })
  end
  table.insert(sent, payload.to)
  return "to " .. payload.to
end

-- Fails the first times, as a busy server does.
function handlers.upload(payload, job)
  if job.attempt <= payload.failures then
    error("server is busy (" .. job.attempt .. ")")
  end
  return payload.bytes .. " bytes"
end

function handlers.report(payload)
  local total = 0
  for _, amount in ipairs(payload.amounts) do
    total = total + amount
  end
  return string.format("total %.2f, mean %.2f", total, total / #payload.amounts)
end

-- A job of several steps: each run does one of them and asks for the next.
local steps = {}
function handlers.import(payload, job)
  local step = steps[job] or coroutine.wrap(function()
    for batch = 1, payload.batches do
      if batch < payload.batches then
        coroutine.yield("batch " .. batch)
      end
    end
    return "all batches"
  end)
  steps[job] = step
  local message = step()
  if message ~= "all batches" then
    error(message .. " of " .. payload.batches .. " done", 0)
  end
  return message
end

local worker = Worker.new(handlers, { clock = clock, attempts = 4, delay = 1 })

worker:add("mail", { to = "ada@example.com" }, 3)
worker:add("mail", {})
worker:add("upload", { bytes = 4096, failures = 2 })
worker:add("upload", { bytes = 10, failures = 9 }, 1)
worker:add("report", { amounts = { 12.5, 7.25, 30 } }, 5)
worker:add("report", nil, 5)
worker:add("compress")
worker:add("import", { batches = 3 }, 2)

local counts = worker:run()
print(("done %d, failed %d, retried %d"):format(counts.done, counts.failed, counts.retried))
for i, entry in ipairs(worker.dead) do
  print(i, entry.job, entry.attempts, entry.reason)
end
print("sent: " .. table.concat(sent, ", "))
