# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opens the right source for a path: a folder, or a zip whatever its suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.domain.errors import Code, Refusal

if TYPE_CHECKING:
    from lsl_desk.adapters.sources.jury_source import MemberSource


class LocalSources:
    """Implements `client.ports.Sources` for this machine's disks."""

    def open(self, path: str) -> MemberSource:
        """See `client.ports.Sources.open`.

        Raises:
            Refusal: what `members.opening.open_members` refuses; COPY_CODE_NEEDED for a plan de secours.
        """
        # A start that only lists what is held reads no index: HTML and spreadsheets cost it 40 ms.
        from lsl_desk.adapters.copies.reader import top_of  # noqa: PLC0415
        from lsl_desk.adapters.sources.jury_source import MemberSource  # noqa: PLC0415
        from lsl_desk.members.opening import open_members  # noqa: PLC0415

        members = open_members(path)
        if top_of(members.names) is not None:
            members.close()
            raise Refusal(Code.COPY_CODE_NEEDED, path=path)
        return MemberSource(members)
