# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk a French baccalauréat jury works at."""

__version__ = "0.1.0"
