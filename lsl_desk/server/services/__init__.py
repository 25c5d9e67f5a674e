# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the academy does, one use case a module; each takes a connection or opens its own transaction."""
