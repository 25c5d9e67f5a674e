# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the eve prints, lists and reads from paper: the ports of `client.prepare` over documents, formats and pages."""
