# SPDX-License-Identifier: AGPL-3.0-or-later
"""One module a version of the tables."""
