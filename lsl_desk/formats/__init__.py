# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outside files, bytes to domain values, one format a module."""
