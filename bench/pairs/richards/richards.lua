-- An operating system's task dispatcher after Martin Richards: tasks of four kinds pass packets to each other.

local IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = 1, 2, 3, 4, 5, 6
local DEVICE, WORK = "device", "work"
local DATA_SIZE = 4

local Packet = {}
Packet.__index = Packet

function Packet.new(link, id, kind)
    return setmetatable({ link = link, id = id, kind = kind, a1 = 0, a2 = { 0, 0, 0, 0 } }, Packet)
end

function Packet:add_to(queue)
    self.link = nil
    if queue == nil then return self end
    local last = queue
    while last.link do
        last = last.link
    end
    last.link = self
    return queue
end

local Task = {}
Task.__index = Task

function Task.new(class, scheduler, id, priority, queue, waiting)
    local self = setmetatable({}, class)
    self.scheduler = scheduler
    self.id = id
    self.priority = priority
    self.queue = queue
    self.pending = queue ~= nil
    self.waiting = waiting
    self.holding = false
    return self
end

function Task:runnable()
    return not self.holding and (not self.waiting or self.pending)
end

function Task:take_packet()
    if not (self.pending and self.waiting) then return nil end
    local packet = self.queue
    self.queue = packet.link
    self.waiting = false
    self.pending = self.queue ~= nil
    return packet
end

function Task:check_priority(task, packet)
    if self.queue == nil then
        self.queue = packet:add_to(nil)
        self.pending = true
        if self.priority > task.priority then return self end
    else
        self.queue = packet:add_to(self.queue)
    end
    return task
end

local function subclass()
    local class = setmetatable({}, { __index = Task })
    class.__index = class
    return class
end

local Idle = subclass()

function Idle.new(scheduler, count)
    local self = Task.new(Idle, scheduler, IDLE, 0, nil, false)
    self.seed = 1
    self.count = count
    return self
end

function Idle:run()
    self.count = self.count - 1
    if self.count == 0 then return self.scheduler:hold() end
    if self.seed & 1 == 0 then
        self.seed = self.seed >> 1
        return self.scheduler:release(DEVICE_A)
    end
    self.seed = (self.seed >> 1) ~ 0xD008
    return self.scheduler:release(DEVICE_B)
end

local Worker = subclass()

function Worker.new(scheduler, priority, queue)
    local self = Task.new(Worker, scheduler, WORKER, priority, queue, true)
    self.target = HANDLER_A
    self.letter = 0
    return self
end

function Worker:run(packet)
    if packet == nil then return self.scheduler:wait() end
    self.target = self.target == HANDLER_A and HANDLER_B or HANDLER_A
    packet.id = self.target
    packet.a1 = 0
    for i = 1, DATA_SIZE do
        self.letter = self.letter % 26 + 1
        packet.a2[i] = 64 + self.letter
    end
    return self.scheduler:send(packet)
end

local Handler = subclass()

function Handler.new(scheduler, id, priority, queue)
    return Task.new(Handler, scheduler, id, priority, queue, true)
end

function Handler:run(packet)
    if packet then
        if packet.kind == WORK then
            self.work = packet:add_to(self.work)
        else
            self.devices = packet:add_to(self.devices)
        end
    end
    local work = self.work
    if work then
        local done = work.a1
        if done >= DATA_SIZE then
            self.work = work.link
            return self.scheduler:send(work)
        end
        local device = self.devices
        if device then
            self.devices = device.link
            device.a1 = work.a2[done + 1]
            work.a1 = done + 1
            return self.scheduler:send(device)
        end
    end
    return self.scheduler:wait()
end

local Device = subclass()

function Device.new(scheduler, id, priority)
    return Task.new(Device, scheduler, id, priority, nil, true)
end

function Device:run(packet)
    if packet == nil then
        local stored = self.stored
        if stored == nil then return self.scheduler:wait() end
        self.stored = nil
        return self.scheduler:send(stored)
    end
    self.stored = packet
    self.scheduler.bytes = (self.scheduler.bytes * 31 + packet.a1) % 1000003
    return self.scheduler:hold()
end

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler.new()
    return setmetatable({ tasks = {}, order = {}, sent = 0, held = 0, bytes = 0 }, Scheduler)
end

function Scheduler:add(task)
    self.tasks[task.id] = task
    table.insert(self.order, 1, task)
    for i, each in ipairs(self.order) do
        each.link = self.order[i + 1]
    end
end

function Scheduler:run()
    local task = self.order[1]
    while task do
        self.current = task
        if task:runnable() then
            task = task:run(task:take_packet())
        else
            task = task.link
        end
    end
end

function Scheduler:hold()
    self.held = self.held + 1
    self.current.holding = true
    return self.current.link
end

function Scheduler:release(id)
    local task = self.tasks[id]
    task.holding = false
    if task.priority > self.current.priority then return task end
    return self.current
end

function Scheduler:wait()
    self.current.waiting = true
    return self.current
end

function Scheduler:send(packet)
    local target = self.tasks[packet.id]
    self.sent = self.sent + 1
    packet.link = nil
    packet.id = self.current.id
    return target:check_priority(self.current, packet)
end

local count = tonumber(arg and arg[1]) or 120000
local scheduler = Scheduler.new()
scheduler:add(Idle.new(scheduler, count))
local work = Packet.new(Packet.new(nil, WORKER, WORK), WORKER, WORK)
scheduler:add(Worker.new(scheduler, 1000, work))
for id, device in pairs({ [HANDLER_A] = DEVICE_A, [HANDLER_B] = DEVICE_B }) do
    local queue
    for _ = 1, 3 do
        queue = Packet.new(queue, device, DEVICE)
    end
    scheduler.tasks[id] = Handler.new(scheduler, id, 1000 * (id - 1), queue)
end
scheduler:add(scheduler.tasks[HANDLER_A])
scheduler:add(scheduler.tasks[HANDLER_B])
scheduler:add(Device.new(scheduler, DEVICE_A, 4000))
scheduler:add(Device.new(scheduler, DEVICE_B, 5000))
scheduler:run()
print(scheduler.sent, scheduler.held, scheduler.bytes)
