# SPDX-License-Identifier: AGPL-3.0-or-later
"""The jury sources: folder and zip."""
