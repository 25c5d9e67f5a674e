# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed, listed and read from paper: ports of `client.prepare`, `client.close` over documents and formats."""
