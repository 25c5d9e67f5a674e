# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan de secours: its format (decision 012), and `lsl-verify`, which checks one.

Nothing here imports another part of the product, and of the rest only the standard library and `cryptography`: a copy
can be checked with this folder alone.
"""
