# SPDX-License-Identifier: AGPL-3.0-or-later
"""Préparer: the centre head's day before, one page a station (features J1)."""
