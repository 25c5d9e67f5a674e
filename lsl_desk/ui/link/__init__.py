# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's side of the link to the academy; imported when the post is enrolled, or when a person asks."""
