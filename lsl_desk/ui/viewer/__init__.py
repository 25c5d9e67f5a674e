# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livret viewer: layout arithmetic, requests, cache, view."""
