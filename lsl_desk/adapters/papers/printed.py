# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents to print: `client.prepare.ports.Papers`, `client.close.ports.ClosingPapers`; typst is loaded then."""

from collections.abc import Sequence

from lsl_desk.domain.closing_papers import FOR_ONE, ClosingPaper, PrintedClosing
from lsl_desk.domain.eve_papers import Certificate, Label, PaperRegister, RoomSheet
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.state_sheet import StateSheet


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

    def state_sheet(self, sheet: StateSheet) -> bytes:
        """The state of a sitting; see `documents.state_sheet`."""
        from lsl_desk.documents.state_sheet import state_sheet_pdf  # noqa: PLC0415 - as above

        return state_sheet_pdf(sheet)

    def certificate(self, certificate: Certificate) -> bytes:
        """The certificate of the drills; see `documents.certificate`."""
        from lsl_desk.documents.certificate import certificate_pdf  # noqa: PLC0415 - as above

        return certificate_pdf(certificate)


class TypstClosingPapers:
    """Implements `client.close.ports.ClosingPapers`."""

    def print(self, kind: ClosingPaper, closing: PrintedClosing, numbers: tuple[StudentNumber, ...] = ()) -> bytes:
        """A paper of a closing; see `documents.closing`."""
        if kind in FOR_ONE:
            from lsl_desk.documents.closing.candidate import candidate_pdf  # noqa: PLC0415 - typst takes time to load

            return candidate_pdf(kind, closing, numbers)
        if kind is ClosingPaper.PV:
            from lsl_desk.documents.closing.pv import pv_pdf  # noqa: PLC0415 - as above

            return pv_pdf(closing)
        from lsl_desk.documents.closing.lists import list_pdf  # noqa: PLC0415 - as above

        return list_pdf(kind, closing)
