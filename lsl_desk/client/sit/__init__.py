# SPDX-License-Identifier: AGPL-3.0-or-later
"""In the room: opening, reading, finding."""
