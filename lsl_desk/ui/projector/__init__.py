# SPDX-License-Identifier: AGPL-3.0-or-later
"""The second screen: what a room may see of a candidate. Nothing in here knows of what carries names (N17)."""
