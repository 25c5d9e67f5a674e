# SPDX-License-Identifier: AGPL-3.0-or-later
"""Alembic's folder, run from the code (`migrate`)."""
