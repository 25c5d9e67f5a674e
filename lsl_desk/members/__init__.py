# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files handed over in a folder or a zip, read within limits and through no link; for the Desk and for the academy."""
