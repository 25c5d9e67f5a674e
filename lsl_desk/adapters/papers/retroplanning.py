# SPDX-License-Identifier: AGPL-3.0-or-later
"""The operations of the end of a session: `client.prepare.ports.Retroplanning` over ``resources/retroplanning``."""

from lsl_desk.bundled import bundled
from lsl_desk.domain.eve_papers import Operation


class BundledRetroplanning:
    """Implements `client.prepare.ports.Retroplanning`. Only session 2018 has public dates, those of the memo."""

    def operations(self, session: int) -> tuple[Operation, ...]:
        """The fifteen operations, in order; none for a session without a file."""
        from lsl_desk.formats.retroplanning import read_plan  # noqa: PLC0415 - asked once a day, read then

        folder = bundled("retroplanning")
        anchors = folder / f"{session}.toml"
        if not anchors.is_file():
            return ()
        return read_plan((folder / "operations.toml").read_bytes(), anchors.read_bytes(), session)
