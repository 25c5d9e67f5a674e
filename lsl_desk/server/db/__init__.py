# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only SQL: tables, engines, migrations, and the questions asked of them."""
