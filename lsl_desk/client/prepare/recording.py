# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may record what on the eve, and the recording (features G05)."""

from collections.abc import Callable

from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.acts import Author, Body, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.jury import JuryFile


class Recorder:
    """Writes acts of the eve. What it returns from is on the disk, and waits to be sent."""

    def __init__(self, store: DeskStore, author: Callable[[], Author], acts_wait: Callable[[], None]) -> None:
        """Take what writes.

        Args:
            store: the sealed store.
            author: who acts now; enrolling changes it.
            acts_wait: told that an act waits to be sent.
        """
        self._store = store
        self._author = author
        self.acts_wait = acts_wait

    @property
    def author(self) -> Author:
        """Who acts."""
        return self._author()

    @property
    def heads_centre(self) -> bool:
        """Whether the centre's head acts, to whom alone the schools of candidates are shown."""
        return self._author().role is Role.CHEF_DE_CENTRE

    def centre_head_only(self) -> None:
        """Let nobody but the centre's head go on.

        Raises:
            Refusal: CENTRE_HEAD_ONLY.
        """
        if not self.heads_centre:
            raise Refusal(Code.CENTRE_HEAD_ONLY)

    def record(self, file: JuryFile, body: Body) -> None:
        """Write an act based on the current version of a jury's file.

        Raises:
            Refusal: DISK_FULL, DISK_FAILED: nothing was recorded.
        """
        self._store.record(file.jury, file.version, body)
        self.acts_wait()
