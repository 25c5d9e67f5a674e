# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dialogs that open and report by signal."""
