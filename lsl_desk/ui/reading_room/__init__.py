# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reading room: who, the livret."""
