# SPDX-License-Identifier: AGPL-3.0-or-later
"""The choice between the storages, by setting."""

from lsl_desk.server.files.folder import FolderFiles
from lsl_desk.server.files.livrets import LivretFiles
from lsl_desk.server.files.objects import ObjectFiles
from lsl_desk.server.settings import Settings


def open_files(settings: Settings) -> LivretFiles:
    """The storage that is set."""
    return ObjectFiles(settings.objects_url) if settings.objects_url else FolderFiles(settings.livrets)
