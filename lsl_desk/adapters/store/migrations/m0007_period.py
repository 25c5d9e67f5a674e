# SPDX-License-Identifier: AGPL-3.0-or-later
"""The session of the year of each jury: « juin », or « septembre » for the session de remplacement."""

STATEMENTS: tuple[str, ...] = ("ALTER TABLE jury ADD COLUMN period TEXT NOT NULL DEFAULT 'juin'",)
"""One transaction, in this order."""
