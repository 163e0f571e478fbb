"""Which special method of Python stands for which metamethod (manual §2.4) in the body of a generated class."""

METHODS_OF_EVENTS = {
    "__add": "__add__", "__sub": "__sub__", "__mul": "__mul__", "__div": "__truediv__", "__mod": "__mod__",
    "__pow": "__pow__", "__unm": "__neg__", "__idiv": "__floordiv__", "__eq": "__eq__", "__lt": "__lt__",
    "__le": "__le__", "__concat": "__concat__", "__tostring": "__str__", "__call": "__call__",
}  # fmt: skip
