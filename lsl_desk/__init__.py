# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk a French baccalauréat jury works at."""

import os

# Pydantic looks through every package that is installed for plugins, and hands them what it validates.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"

__version__ = "0.1.0"
