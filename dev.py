#!/usr/bin/env python3
"""The only commands anyone has to know: run, test, check, bench, build, messages, lock.

Starts with any Python from 3.9 on and needs nothing but its standard library; what the product needs is set
up in `.venv` beside this file. `python3 dev.py COMMAND --help` tells the options of a command.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 9):
    sys.exit("dev.py needs Python 3.9 or newer to start; this is Python %d.%d." % sys.version_info[:2])

from development.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
