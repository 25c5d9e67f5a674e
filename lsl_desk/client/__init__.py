# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Desk does: one use case a file, no Qt, no I/O of its own."""
