# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room without server on a real network: TLS, HTTP of the standard library, a code (decision 016)."""
