# SPDX-License-Identifier: AGPL-3.0-or-later
"""Item models over frozen rows."""
