# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m lsl_desk.server``: the same as ``lsl-server``."""

import sys

from lsl_desk.server.cli.main import main

sys.exit(main())
