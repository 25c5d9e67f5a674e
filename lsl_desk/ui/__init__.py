# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the jury sees: the only package that imports PySide6."""
