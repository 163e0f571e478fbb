"""An operating system's task dispatcher after Martin Richards: tasks of four kinds pass packets to each other."""

from __future__ import annotations

import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(1, 7)
DEVICE, WORK = "device", "work"
DATA_SIZE = 4


class Packet:
    __slots__ = ("link", "id", "kind", "a1", "a2")

    def __init__(self, link: Packet | None, id: int, kind: str) -> None:
        self.link = link
        self.id = id
        self.kind = kind
        self.a1 = 0
        self.a2 = [0] * DATA_SIZE

    def add_to(self, queue: Packet | None) -> Packet:
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, scheduler: Scheduler, id: int, priority: int, queue: Packet | None, waiting: bool) -> None:
        self.scheduler = scheduler
        self.id = id
        self.priority = priority
        self.queue = queue
        self.pending = queue is not None
        self.waiting = waiting
        self.holding = False
        self.link: Task | None = None

    def run(self, packet: Packet | None) -> Task | None:
        raise NotImplementedError

    def runnable(self) -> bool:
        return not self.holding and (not self.waiting or self.pending)

    def take_packet(self) -> Packet | None:
        packet = self.queue
        if packet is None or not self.waiting:
            return None
        self.queue = packet.link
        self.waiting = False
        self.pending = self.queue is not None
        return packet

    def check_priority(self, task: Task, packet: Packet) -> Task:
        if self.queue is None:
            self.queue = packet.add_to(None)
            self.pending = True
            if self.priority > task.priority:
                return self
        else:
            self.queue = packet.add_to(self.queue)
        return task


class Idle(Task):
    def __init__(self, scheduler: Scheduler, count: int) -> None:
        super().__init__(scheduler, IDLE, 0, None, False)
        self.seed = 1
        self.count = count

    def run(self, packet: Packet | None) -> Task | None:
        self.count -= 1
        if self.count == 0:
            return self.scheduler.hold()
        if self.seed & 1 == 0:
            self.seed >>= 1
            return self.scheduler.release(DEVICE_A)
        self.seed = (self.seed >> 1) ^ 0xD008
        return self.scheduler.release(DEVICE_B)


class Worker(Task):
    def __init__(self, scheduler: Scheduler, priority: int, queue: Packet) -> None:
        super().__init__(scheduler, WORKER, priority, queue, True)
        self.target = HANDLER_A
        self.letter = 0

    def run(self, packet: Packet | None) -> Task | None:
        if packet is None:
            return self.scheduler.wait()
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.id = self.target
        packet.a1 = 0
        for i in range(DATA_SIZE):
            self.letter = self.letter % 26 + 1
            packet.a2[i] = 64 + self.letter
        return self.scheduler.send(packet)


class Handler(Task):
    def __init__(self, scheduler: Scheduler, id: int, priority: int, queue: Packet | None) -> None:
        super().__init__(scheduler, id, priority, queue, True)
        self.work: Packet | None = None
        self.devices: Packet | None = None

    def run(self, packet: Packet | None) -> Task | None:
        if packet is not None:
            if packet.kind == WORK:
                self.work = packet.add_to(self.work)
            else:
                self.devices = packet.add_to(self.devices)
        work = self.work
        if work is not None:
            done = work.a1
            if done >= DATA_SIZE:
                self.work = work.link
                return self.scheduler.send(work)
            device = self.devices
            if device is not None:
                self.devices = device.link
                device.a1 = work.a2[done]
                work.a1 = done + 1
                return self.scheduler.send(device)
        return self.scheduler.wait()


class Device(Task):
    def __init__(self, scheduler: Scheduler, id: int, priority: int) -> None:
        super().__init__(scheduler, id, priority, None, True)
        self.stored: Packet | None = None

    def run(self, packet: Packet | None) -> Task | None:
        if packet is None:
            stored = self.stored
            if stored is None:
                return self.scheduler.wait()
            self.stored = None
            return self.scheduler.send(stored)
        self.stored = packet
        self.scheduler.bytes = (self.scheduler.bytes * 31 + packet.a1) % 1000003
        return self.scheduler.hold()


class Scheduler:
    current: Task

    def __init__(self) -> None:
        self.tasks: dict[int, Task] = {}
        self.first: Task | None = None
        self.sent = 0
        self.held = 0
        self.bytes = 0

    def add(self, task: Task) -> None:
        self.tasks[task.id] = task
        task.link = self.first
        self.first = task

    def run(self) -> None:
        task = self.first
        while task is not None:
            self.current = task
            task = task.run(task.take_packet()) if task.runnable() else task.link

    def hold(self) -> Task | None:
        self.held += 1
        self.current.holding = True
        return self.current.link

    def release(self, id: int) -> Task:
        task = self.tasks[id]
        task.holding = False
        return task if task.priority > self.current.priority else self.current

    def wait(self) -> Task:
        self.current.waiting = True
        return self.current

    def send(self, packet: Packet) -> Task:
        target = self.tasks[packet.id]
        self.sent += 1
        packet.link = None
        packet.id = self.current.id
        return target.check_priority(self.current, packet)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 120000
    scheduler = Scheduler()
    scheduler.add(Idle(scheduler, count))
    scheduler.add(Worker(scheduler, 1000, Packet(Packet(None, WORKER, WORK), WORKER, WORK)))
    for id, device in ((HANDLER_A, DEVICE_A), (HANDLER_B, DEVICE_B)):
        queue = None
        for _ in range(3):
            queue = Packet(queue, device, DEVICE)
        scheduler.add(Handler(scheduler, id, 1000 * (id - 1), queue))
    scheduler.add(Device(scheduler, DEVICE_A, 4000))
    scheduler.add(Device(scheduler, DEVICE_B, 5000))
    scheduler.run()
    print(scheduler.sent, scheduler.held, scheduler.bytes, sep="\t")


if __name__ == "__main__":
    main()
