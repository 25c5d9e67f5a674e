# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the Desk does it: one outside thing a module."""
