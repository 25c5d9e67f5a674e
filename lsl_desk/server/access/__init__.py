# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who asks, and whether they may: what every route of the API and of the pages goes through."""
