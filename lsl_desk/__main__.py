# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m lsl_desk` is `lsl-desk`."""

import sys

from lsl_desk.cli import main

sys.exit(main())
