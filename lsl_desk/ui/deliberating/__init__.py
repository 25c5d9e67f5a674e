# SPDX-License-Identifier: AGPL-3.0-or-later
"""The third column of the reading room: marks, what may be done to them, the decision."""
