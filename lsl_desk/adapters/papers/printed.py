# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents to print: `client.prepare.ports.Papers` over typst, which is loaded when something is printed."""

from collections.abc import Sequence

from lsl_desk.domain.eve_papers import Certificate, Label, PaperRegister, RoomSheet


class TypstPapers:
    """Implements `client.prepare.ports.Papers`."""

    def register(self, register: PaperRegister) -> bytes:
        """The list of paper livrets; see `documents.register`."""
        from lsl_desk.documents.register import register_pdf  # noqa: PLC0415 - typst takes time to load

        return register_pdf(register)

    def labels(self, labels: Sequence[Label]) -> bytes:
        """Sheets of labels; see `documents.labels`."""
        from lsl_desk.documents.labels import labels_pdf  # noqa: PLC0415 - as above

        return labels_pdf(labels)

    def room_sheets(self, sheets: Sequence[RoomSheet]) -> bytes:
        """Room sheets, one A4 a jury; see `documents.room_sheet`.

        Raises:
            Refusal: SHEET_INCOMPLETE.
        """
        from lsl_desk.documents.room_sheet import room_sheets_pdf  # noqa: PLC0415 - as above

        return room_sheets_pdf(sheets)

    def certificate(self, certificate: Certificate) -> bytes:
        """The certificate of the drills; see `documents.certificate`."""
        from lsl_desk.documents.certificate import certificate_pdf  # noqa: PLC0415 - as above

        return certificate_pdf(certificate)
