-- Works off jobs. A job that fails is tried again later, and given up after some attempts.

local Queue = require("queue")

local Worker = {}
Worker.__index = Worker

local DEFAULTS = { attempts = 3, delay = 2, factor = 2 }

--- A worker with handlers by kind of job. `clock` has `now` and `sleep`; `log` takes a line.
function Worker.new(handlers, options)
  options = options or {}
  local self = setmetatable({}, Worker)
  self.handlers = handlers
  self.clock = options.clock
  self.log = options.log or print
  self.attempts = options.attempts or DEFAULTS.attempts
  self.delay = options.delay or DEFAULTS.delay
  self.queue = Queue.new()
  self.last_id = 0
  self.dead = {}
  self.counts = { done = 0, failed = 0, retried = 0 }
  return self
end

--- Adds a job, due after `delay` seconds.
function Worker:add(kind, payload, delay)
  self.last_id = self.last_id + 1
  local job = { id = self.last_id, kind = kind, payload = payload or {}, attempt = 0 }
  self.queue:push(job, self.clock.now() + (delay or 0))
  return job
end

local function describe(job)
  return job.kind .. "#" .. job.id
end

-- The message of an error, which may be a table or have a position in front.
local function reason_of(err)
  if type(err) == "table" then
    return err.reason, err.final
  end
  return tostring(err):gsub("^[^:]+:%d+: ", ""), false
end

function Worker:retry(job, err)
  local reason, final = reason_of(err)
  if final or job.attempt >= self.attempts then
    self.counts.failed = self.counts.failed + 1
    self.dead[#self.dead + 1] = { job = describe(job), reason = reason, attempts = job.attempt }
    self:say("gave up on", job, reason)
    return
  end
  local wait = self.delay * DEFAULTS.factor ^ (job.attempt - 1)
  self.counts.retried = self.counts.retried + 1
  self:say(("will try again in %gs"):format(wait), job, reason)
  self.queue:push(job, self.clock.now() + wait)
end

function Worker:say(what, job, detail)
  local line = ("%5.1f  %s %s"):format(self.clock.now(), what, describe(job))
  if detail then
    line = line .. ": " .. detail
  end
  self.log(line)
end

--- Runs one job.
function Worker:work(job)
  local handler = self.handlers[job.kind]
  if not handler then
    job.attempt = self.attempts
    self:retry(job, "no handler for " .. job.kind)
    return
  end
  job.attempt = job.attempt + 1
  local ok, result = pcall(handler, job.payload, job)
  if not ok then
    self:retry(job, result)
    return
  end
  self.counts.done = self.counts.done + 1
  self:say("finished", job, result)
end

--- Works until the queue is empty, sleeping until the next job is due.
function Worker:run()
  while not self.queue:is_empty() do
    local wait = self.queue:peek().due - self.clock.now()
    if wait > 0 then
      self.clock.sleep(wait)
    end
    self:work(self.queue:pop())
  end
  return self.counts
end

return Worker
