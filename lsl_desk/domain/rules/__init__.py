# SPDX-License-Identifier: AGPL-3.0-or-later
"""The law of a session as values, and what it says of a set of marks. The values come from ``resources/rules``."""
