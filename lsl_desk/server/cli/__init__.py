# SPDX-License-Identifier: AGPL-3.0-or-later
"""``lsl-server``: the academy's commands."""
