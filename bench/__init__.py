"""Benchmarks: how fast generated programs are beside hand-written Python and the reference interpreter."""
