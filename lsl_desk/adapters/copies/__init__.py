# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan de secours on a disk or key: written beside, read again, named; and opened (decision 012)."""
