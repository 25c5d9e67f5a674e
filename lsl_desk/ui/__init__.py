# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the jury sees: the only package that imports PySide6."""

import builtins

from PySide6 import QtCore

# PySide puts itself in the place of the import statement, of every thread, and reads the source of each module that is
# then imported, to see whether it may ask for « __feature__ »: nothing here does. It made every import a quarter
# longer, kept all these sources in memory, and now and then met pydantic half made: an ImportError.
if hasattr(builtins, "__orig_import__"):
    builtins.__import__ = builtins.__orig_import__

del QtCore
