"""Kinds of Lua values, as bits of a set. What is not proven is `ANY`."""

NIL, FALSE, TRUE, SMALL, COUNTER, BIG, FLOAT, ASCII, STRING, TABLE, FUNCTION, OTHER = (1 << bit for bit in range(12))
"""`SMALL` are integers up to 2^31 in size; `COUNTER` those that only sums of small ones make, which no program runs
long enough to bring beyond 2^62; `BIG` all other integers; `ASCII` strings of one byte a character."""

BOOLEAN = FALSE | TRUE
INTEGER = SMALL | COUNTER | BIG
NUMBER = INTEGER | FLOAT
TEXT = ASCII | STRING
ANY = (1 << 12) - 1
FALSY = NIL | FALSE

SMALL_LIMIT = 1 << 31
