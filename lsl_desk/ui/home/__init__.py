# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home screen: juries as tiles."""
