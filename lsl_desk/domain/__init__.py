# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the words mean and what the law allows: standard library only, frozen values, no clock, disk or logging."""
