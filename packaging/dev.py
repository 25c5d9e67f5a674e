# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way in for developers: ``python3 packaging/dev.py demo | test | bench | season | campaign | lock``.

Needs a Python and nothing else. This file keeps to a syntax that any Python 3 reads: an old one gets a sentence.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the one place that an old Python reaches
    sys.exit(
        "LSL Desk needs Python 3.11 or later, and this is Python %d.%d: run it with a newer one, "  # noqa: UP031
        "such as python3.11 packaging/dev.py" % sys.version_info[:2]
    )

from command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
