# SPDX-License-Identifier: AGPL-3.0-or-later
"""The papers of a closing: the PV, its lists, what each candidate is handed (``domain.md`` §4.6)."""
