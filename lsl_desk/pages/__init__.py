# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page lane: a disposable child process that renders livrets."""
