"""A planner of one-way constraints in the style of DeltaBlue: strengths, chains of equalities, projections, removal."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod

REQUIRED, STRONG, NORMAL, WEAK, WEAKEST = 1, 2, 4, 5, 6


class Variable:
    __slots__ = ("name", "value", "constraints", "determined_by", "mark", "strength", "stay")

    def __init__(self, name: str, value: int) -> None:
        self.name = name
        self.value = value
        self.constraints: list[Constraint] = []
        self.determined_by: Constraint | None = None
        self.mark = 0
        self.strength = WEAKEST
        self.stay = True


class Constraint(ABC):
    def __init__(self, planner: Planner, strength: int) -> None:
        self.planner = planner
        self.strength = strength
        self.add()

    @abstractmethod
    def variables(self) -> list[Variable]: ...

    @abstractmethod
    def inputs(self) -> list[Variable]: ...

    @abstractmethod
    def output(self) -> Variable: ...

    @abstractmethod
    def is_satisfied(self) -> bool: ...

    @abstractmethod
    def unmark(self) -> None: ...

    @abstractmethod
    def choose(self, mark: int) -> None: ...

    @abstractmethod
    def recalculate(self) -> None: ...

    @abstractmethod
    def execute(self) -> None: ...

    def is_input(self) -> bool:
        return False

    def add(self) -> None:
        for variable in self.variables():
            variable.constraints.append(self)
        self.unmark()
        self.planner.add(self)

    def destroy(self) -> None:
        if self.is_satisfied():
            self.planner.remove(self)
        else:
            self.detach()

    def detach(self) -> None:
        for variable in self.variables():
            if self in variable.constraints:
                variable.constraints.remove(self)
        self.unmark()

    def inputs_known(self, mark: int) -> bool:
        return all(each.mark == mark or each.stay or each.determined_by is None for each in self.inputs())

    def satisfy(self, mark: int) -> Constraint | None:
        self.choose(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise RuntimeError("a required constraint cannot be satisfied")
            return None
        for variable in self.inputs():
            variable.mark = mark
        output = self.output()
        overridden = output.determined_by
        if overridden is not None:
            overridden.unmark()
        output.determined_by = self
        if not self.planner.propagate(self, mark):
            raise RuntimeError("a cycle of constraints")
        output.mark = mark
        return overridden


class Unary(Constraint):
    """Constraints on one variable."""

    def __init__(self, planner: Planner, variable: Variable, strength: int) -> None:
        self.target = variable
        self.satisfied = False
        super().__init__(planner, strength)

    def variables(self) -> list[Variable]:
        return [self.target]

    def inputs(self) -> list[Variable]:
        return []

    def output(self) -> Variable:
        return self.target

    def is_satisfied(self) -> bool:
        return self.satisfied

    def unmark(self) -> None:
        self.satisfied = False

    def choose(self, mark: int) -> None:
        self.satisfied = self.target.mark != mark and self.strength < self.target.strength

    def recalculate(self) -> None:
        self.target.strength = self.strength
        self.target.stay = not self.is_input()
        if self.target.stay:
            self.execute()

    def execute(self) -> None:
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    def is_input(self) -> bool:
        return True


class Binary(Constraint):
    """Constraints between two variables, in either direction."""

    def __init__(self, planner: Planner, a: Variable, b: Variable, strength: int) -> None:
        self.a = a
        self.b = b
        self.direction: str | None = None
        super().__init__(planner, strength)

    def variables(self) -> list[Variable]:
        return [self.a, self.b]

    def input(self) -> Variable:
        return self.a if self.direction == "forward" else self.b

    def output(self) -> Variable:
        return self.b if self.direction == "forward" else self.a

    def inputs(self) -> list[Variable]:
        return [self.input()]

    def is_satisfied(self) -> bool:
        return self.direction is not None

    def unmark(self) -> None:
        self.direction = None

    def choose(self, mark: int) -> None:
        a, b = self.a, self.b
        if a.mark == mark:
            self.direction = "forward" if b.mark != mark and self.strength < b.strength else None
        elif b.mark == mark or a.strength > b.strength:
            self.direction = "backward" if self.strength < a.strength else None
        else:
            self.direction = "forward" if self.strength < b.strength else None

    def recalculate(self) -> None:
        source, output = self.input(), self.output()
        output.strength = max(self.strength, source.strength)
        output.stay = source.stay
        if output.stay:
            self.execute()


class Equal(Binary):
    def execute(self) -> None:
        self.output().value = self.input().value


class Scale(Binary):
    def __init__(
        self, planner: Planner, a: Variable, scale: Variable, offset: Variable, b: Variable, strength: int
    ) -> None:
        self.scale = scale
        self.offset = offset
        super().__init__(planner, a, b, strength)

    def variables(self) -> list[Variable]:
        return [self.a, self.b, self.scale, self.offset]

    def inputs(self) -> list[Variable]:
        return [self.input(), self.scale, self.offset]

    def execute(self) -> None:
        if self.direction == "forward":
            self.b.value = self.a.value * self.scale.value + self.offset.value
        else:
            self.a.value = (self.b.value - self.offset.value) // self.scale.value

    def recalculate(self) -> None:
        source, output = self.input(), self.output()
        output.strength = max(self.strength, source.strength)
        output.stay = source.stay and self.scale.stay and self.offset.stay
        if output.stay:
            self.execute()


def consumers(variable: Variable) -> list[Constraint]:
    return [each for each in variable.constraints if each is not variable.determined_by and each.is_satisfied()]


class Planner:
    def __init__(self) -> None:
        self.mark = 0
        self.executed = 0

    def next_mark(self) -> int:
        self.mark += 1
        return self.mark

    def add(self, constraint: Constraint) -> None:
        mark = self.next_mark()
        overridden = constraint.satisfy(mark)
        while overridden is not None:
            overridden = overridden.satisfy(mark)

    def remove(self, constraint: Constraint) -> None:
        output = constraint.output()
        constraint.unmark()
        constraint.detach()
        output.determined_by = None
        output.strength = WEAKEST
        output.stay = True
        unsatisfied: list[Constraint] = []
        todo = [output]
        while todo:
            variable = todo.pop()
            unsatisfied += [each for each in variable.constraints if not each.is_satisfied()]
            for each in consumers(variable):
                each.recalculate()
                todo.append(each.output())
        for strength in range(REQUIRED, WEAKEST + 1):
            for each in unsatisfied:
                if each.strength == strength:
                    self.add(each)

    def propagate(self, constraint: Constraint, mark: int) -> bool:
        todo = [constraint]
        while todo:
            each = todo.pop()
            if each.output().mark == mark:
                return False
            each.recalculate()
            todo += consumers(each.output())
        return True

    def plan(self, todo: list[Constraint]) -> list[Constraint]:
        mark = self.next_mark()
        plan = []
        while todo:
            each = todo.pop()
            if each.output().mark != mark and each.inputs_known(mark):
                plan.append(each)
                each.output().mark = mark
                todo += consumers(each.output())
        return plan

    def execute(self, plan: list[Constraint]) -> None:
        for constraint in plan:
            constraint.execute()
        self.executed += len(plan)

    def change(self, variable: Variable, value: int) -> None:
        edit = Edit(self, variable, STRONG)
        plan = self.plan([edit])
        for _ in range(10):
            variable.value = value
            self.execute(plan)
        edit.destroy()


def chain(length: int) -> tuple[int, int]:
    planner = Planner()
    first = last = Variable("v0", 0)
    for i in range(1, length + 1):
        following = Variable(f"v{i}", 0)
        Equal(planner, last, following, REQUIRED)
        last = following
    Stay(planner, last, NORMAL)
    edit = Edit(planner, first, STRONG)
    plan = planner.plan([edit])
    total = 0
    for value in range(1, 21):
        first.value = value
        planner.execute(plan)
        total += last.value
    edit.destroy()
    return total, planner.executed


def projection(count: int) -> tuple[int, int, int, int]:
    planner = Planner()
    scale, offset = Variable("scale", 10), Variable("offset", 1000)
    sources, targets = [], []
    for i in range(1, count + 1):
        source, target = Variable("source", i), Variable("target", i)
        sources.append(source)
        targets.append(target)
        Stay(planner, source, NORMAL)
        Scale(planner, source, scale, offset, target, REQUIRED)
    planner.change(sources[0], 17)
    first = targets[0].value
    planner.change(targets[1], 1050)
    second = sources[1].value
    planner.change(scale, 5)
    planner.change(offset, 2000)
    return first, second, sum(target.value for target in targets), planner.executed


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
    print("chain", *chain(n), sep="\t")
    print("projection", *projection(n), sep="\t")


if __name__ == "__main__":
    main()
