"""Many small objects: complete binary trees that are built, counted and mirrored; a balanced search tree."""

from __future__ import annotations

import sys


class Tree:
    __slots__ = ("left", "right")

    def __init__(self, left: Tree | None = None, right: Tree | None = None) -> None:
        self.left = left
        self.right = right


def bottom_up(depth: int) -> Tree:
    if depth == 0:
        return Tree()
    depth -= 1
    return Tree(bottom_up(depth), bottom_up(depth))


def count(tree: Tree) -> int:
    if tree.left is not None and tree.right is not None:
        return 1 + count(tree.left) + count(tree.right)
    return 1


def mirror(tree: Tree) -> Tree:
    if tree.left is None or tree.right is None:
        return Tree()
    return Tree(mirror(tree.right), mirror(tree.left))


class Node:
    __slots__ = ("key", "priority", "left", "right")

    def __init__(self, key: int, priority: int) -> None:
        self.key = key
        self.priority = priority
        self.left: Node | None = None
        self.right: Node | None = None


def rotate_right(top: Node, left: Node) -> Node:
    top.left, left.right = left.right, top
    return left


def rotate_left(top: Node, right: Node) -> Node:
    top.right, right.left = right.left, top
    return right


class Treap:
    """Ordered by key, a heap by priority."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.size = 0
        self.seed = 17

    def insert(self, key: int) -> None:
        def place(at: Node | None) -> Node:
            if at is None:
                self.seed = (self.seed * 16807) % 2147483647
                self.size += 1
                return Node(key, self.seed)
            if key < at.key:
                at.left = place(at.left)
                if at.left.priority > at.priority:
                    return rotate_right(at, at.left)
            elif key > at.key:
                at.right = place(at.right)
                if at.right.priority > at.priority:
                    return rotate_left(at, at.right)
            return at

        self.root = place(self.root)

    def __contains__(self, key: int) -> bool:
        at = self.root
        while at is not None:
            if key == at.key:
                return True
            at = at.left if key < at.key else at.right
        return False


def height(at: Node | None) -> int:
    if at is None:
        return 0
    return 1 + max(height(at.left), height(at.right))


def main() -> None:
    depth = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    print("stretch", count(bottom_up(depth + 1)), sep="\t")
    kept = bottom_up(depth)
    for d in range(4, depth + 1, 3):
        times = 1 << (depth - d)
        total = 0
        for _ in range(times):
            total += count(bottom_up(d))
        print("trees", times, d, total, sep="\t")
    print("mirror", count(mirror(kept)), sep="\t")

    treap = Treap()
    hits = 0
    for i in range(1, depth * 500 + 1):
        treap.insert(i * 7919 % 10007)
        hits += i in treap
    print("treap", treap.size, hits, "true" if height(treap.root) < 60 else "false", sep="\t")


if __name__ == "__main__":
    main()
