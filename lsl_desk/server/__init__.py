# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy server: every part of the chain that the Desk is not (design §8)."""
