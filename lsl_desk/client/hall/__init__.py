# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room without server: one post serves the others of its jury on the local network (features N16)."""
