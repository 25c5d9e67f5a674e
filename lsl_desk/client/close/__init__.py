# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of a sitting: names, equal treatment, the PV and its signatures, what is printed of it."""
