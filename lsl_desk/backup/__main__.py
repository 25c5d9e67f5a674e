# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m lsl_desk.backup`` is `lsl-verify`, where nothing is installed."""

import sys

from lsl_desk.backup.command import main

sys.exit(main())
