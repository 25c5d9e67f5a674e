# SPDX-License-Identifier: AGPL-3.0-or-later
"""The day before: bringing juries in and checking them."""
