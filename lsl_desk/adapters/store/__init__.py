# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sealed store: SQLAlchemy Core over SQLCipher, and nothing else imports either."""
