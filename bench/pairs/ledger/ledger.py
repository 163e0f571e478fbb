"""Records and classes: accounts with inheritance, a ledger of transactions, errors that are caught."""

import sys
from collections import Counter
from dataclasses import dataclass


class TransactionError(Exception):
    def __init__(self, code: str, amount: int) -> None:
        super().__init__(code)
        self.code = code
        self.amount = amount


@dataclass(slots=True)
class Entry:
    kind: str
    amount: int
    balance: int


class Account:
    def __init__(self, owner: str, balance: int = 0) -> None:
        self.owner = owner
        self.balance = balance
        self.history: list[Entry] = []

    def deposit(self, amount: int) -> None:
        if amount <= 0:
            raise TransactionError("invalid_amount", amount)
        self.balance += amount
        self.record("deposit", amount)

    def withdraw(self, amount: int) -> None:
        if amount > self.available():
            raise TransactionError("insufficient_funds", amount)
        self.balance -= amount
        self.record("withdraw", amount)

    def available(self) -> int:
        return self.balance

    def record(self, kind: str, amount: int) -> None:
        self.history.append(Entry(kind, amount, self.balance))

    def __str__(self) -> str:
        return f"{self.owner}: {self.balance}"


class Checking(Account):
    def __init__(self, owner: str, balance: int, overdraft: int) -> None:
        super().__init__(owner, balance)
        self.overdraft = overdraft

    def available(self) -> int:
        return self.balance + self.overdraft


class Savings(Account):
    def __init__(self, owner: str, balance: int, percent: int) -> None:
        super().__init__(owner, balance)
        self.percent = percent

    def add_interest(self) -> None:
        interest = self.balance * self.percent // 100
        if interest > 0:
            self.deposit(interest)


def transfer(source: Account, target: Account, amount: int) -> None:
    source.withdraw(amount)
    target.deposit(amount)


def summary(accounts: list[Account]) -> tuple[dict[str, int], int]:
    totals = {"deposit": 0, "withdraw": 0}
    highest = 0
    for account in accounts:
        for entry in account.history:
            totals[entry.kind] += entry.amount
            if entry.balance > highest:
                highest = entry.balance
    return totals, highest


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
    accounts: list[Account] = [
        Checking(f"checking {i}", 100 * i, 50) if i % 2 == 0 else Savings(f"savings {i}", 100 * i, 2)
        for i in range(1, 21)
    ]
    failures: Counter[str] = Counter()
    seed = 42
    for round_number in range(1, rounds + 1):
        for _ in range(20):
            seed = (seed * 1103515245 + 12345) % 2147483648
            source = accounts[seed // 65536 % len(accounts)]
            seed = (seed * 1103515245 + 12345) % 2147483648
            target = accounts[seed // 65536 % len(accounts)]
            try:
                transfer(source, target, seed % 300)
            except TransactionError as problem:
                failures[problem.code] += 1
        if round_number % 100 == 0:
            for account in accounts:
                if isinstance(account, Savings):
                    account.add_interest()

    for account in accounts:
        print(account)
    totals, highest = summary(accounts)
    print(totals["deposit"], totals["withdraw"], highest, sep="\t")
    print(failures["insufficient_funds"], failures["invalid_amount"], sep="\t")


if __name__ == "__main__":
    main()
