# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the juries of a store in memory, with their older versions."""

from collections.abc import Collection, Iterable

from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import JuryFile


class Files(dict[JuryId, JuryFile]):
    """The current version of each jury's file, and those before."""

    def __init__(self) -> None:
        super().__init__()
        self.history: dict[tuple[JuryId, int], JuryFile] = {}

    def __setitem__(self, jury: JuryId, file: JuryFile) -> None:
        super().__setitem__(jury, file)
        self.history[jury, file.version] = file

    def __delitem__(self, jury: JuryId) -> None:
        super().__delitem__(jury)
        for key in [key for key in self.history if key[0] == jury]:
            del self.history[key]

    def livrets_of(self, jury: JuryId, but: Collection[StudentNumber]) -> tuple[frozenset[Digest], ...]:
        """As `DeskStore.livrets_of`."""
        ours = _digests(file for (one, _), file in self.history.items() if one == jury)
        others = _digests(file for (one, _), file in self.history.items() if one != jury)
        stays = {one.livret.digest for one in self[jury].candidates if one.livret and one.number in but}
        return ours - others - stays, (ours & others) - stays


def _digests(files: Iterable[JuryFile]) -> frozenset[Digest]:
    return frozenset(one.livret.digest for file in files for one in file.candidates if one.livret)
