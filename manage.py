#!/usr/bin/env python3
"""Castor's one command: what the Makefile names, and every Django command.

The first lines run on a bare machine: they need no package, and any Python 3 can say what is missing.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older one is told
    sys.exit("Castor needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))

from castor_web.stack import commands


def main() -> int:
    """Run the command of the command line; returns its exit code."""
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb in commands.VERBS:
        return commands.run(verb)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "castor_web.settings.demo")
    commands.enter_environment()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
