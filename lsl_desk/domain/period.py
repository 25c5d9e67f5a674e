# SPDX-License-Identifier: AGPL-3.0-or-later
"""When in a year a jury sits: in June, or in September for who could not come (LSL: « Session de remplacement »)."""

from enum import StrEnum


class Period(StrEnum):
    """Which session of the year; the values are what signed lists, the academy and the sealed file keep."""

    JUNE = "juin"
    SEPTEMBER = "septembre"
    """« Session de remplacement »: its juries are juries of their own; those of June stay as they were (E04)."""
