"""The embedded stack: what `make demo` and the tests run on a machine that has only Python and Node.

The standard library alone, so that it also runs before anything is installed.
"""
