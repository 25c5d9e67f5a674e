# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room sheet: one A4 a jury, for the morning of the deliberation (features J1 step 12).

It bears the jury code, so it is handed over closed. It names the president and the vice-president, and no candidate.
"""

from collections.abc import Iterator, Sequence

from lsl_desk.documents.dates import moment
from lsl_desk.documents.press import counted, plain, press
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import RoomSheet
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.placeholders import placeholder_in
from lsl_desk.sentences import SheetPart, missing_of_sheet

MOST_PRINTS = 160
"""More would not be read on one page; the sheet then sends to the copy's own list."""
MOST_PAPERS = 24
"""Paper livrets named one by one."""
_NAME, _TITLE, _NUMBER = 90, 120, 24

STEPS = (
    "Ne fermez rien\u00a0: le livret reste à l’écran, à la même page. La pastille, en bas à droite, dit "
    "«\u00a0plan de secours\u00a0» et le moment de la copie.",
    "Continuez avec les mêmes touches. Tout est gardé sur ce poste et partira seul. Quand la pastille dit "
    "«\u00a0de retour au candidat suivant\u00a0», terminez d’abord celui-ci.",
    "Un livret manque, ou une page est voilée\u202f? N’ajournez pas ce candidat avant d’avoir examiné son livret "
    "papier, ou appelez l’aide.",
    "Ce poste est en panne\u202f? Sur un autre ordinateur, branchez la clé du plan de secours. Avec LSL Desk, "
    "choisissez «\u00a0Ouvrir une copie de secours\u00a0» et tapez le code ci-dessus.",
    "Sans LSL Desk, ouvrez «\u00a0index.html\u00a0» de la clé dans un navigateur, choisissez le candidat\u202f; "
    "le même code ouvre son livret, sans réseau.",
)
"""What to do when the network goes. The words in « » are those of the screens and of the copy; a test holds them."""


def room_sheets_pdf(sheets: Sequence[RoomSheet]) -> bytes:
    """Set the sheets, one page each, in the order given.

    Raises:
        Refusal: SHEET_INCOMPLETE, with ``jury`` and ``missing``: nothing is printed with an empty field.
    """
    for sheet in sheets:
        missing = missing_of_sheet(_missing(sheet))
        if missing:
            raise Refusal(Code.SHEET_INCOMPLETE, jury=sheet.jury, missing=missing)
    return press("room_sheet", {"sheets": [_document(sheet) for sheet in sheets], "steps": STEPS, "most": MOST_PRINTS})


def _missing(sheet: RoomSheet) -> Iterator[SheetPart]:
    """Name what is empty though the sheet cannot do without, or still bears a blank of a model text."""
    for part, text, needed in (
        (SheetPart.CENTRE, sheet.centre, False),
        (SheetPart.LABEL, sheet.label, False),
        (SheetPart.PRESIDENT, sheet.president, True),
        (SheetPart.VICE_PRESIDENT, sheet.vice_president, False),
        (SheetPart.CODE, sheet.code, True),
        (SheetPart.PHONE, sheet.phone, True),
    ):
        if placeholder_in(text) or (needed and not plain(text, _TITLE)):
            yield part
    if not (sheet.copy and sheet.manifest and sheet.key and len(sheet.prints) == sheet.livrets):
        yield SheetPart.COPY


def _document(sheet: RoomSheet) -> dict[str, object]:
    return {
        "jury": plain(sheet.jury, _NAME),
        "label": plain(sheet.label, _TITLE) if sheet.label != sheet.jury else "",
        "centre": f"Centre {plain(sheet.centre, _NAME)}" if sheet.centre else "",
        "session": "" if sheet.session is None else f"session {sheet.session}",
        "sitting": "" if sheet.sitting is None else moment(sheet.sitting),
        "president": plain(sheet.president, _NAME),
        "vice_president": plain(sheet.vice_president, _NAME),
        "code": [plain(word, _NAME) for word in sheet.code.split("-")],
        "phone": plain(sheet.phone, _NAME).replace(" ", "\u00a0"),
        "copy": f"version {sheet.copy}, {moment(sheet.made)}",
        "place": plain(sheet.place, _NAME),
        "livrets": counted(sheet.livrets, "livret"),
        "manifest": _in_fours(sheet.manifest[:16]),
        "key": _in_fours(sheet.key),
        "prints": [[plain(number, _NUMBER), digits] for number, digits in sheet.prints[: MOST_PRINTS + 1]],
        "papers": _papers(sheet.papers),
    }


def _papers(numbers: Sequence[StudentNumber]) -> str:
    """The numbers, or how many when they would not be seen at a glance."""
    if len(numbers) > MOST_PAPERS:
        return str(len(numbers))
    return ", ".join(plain(number, _NUMBER) for number in numbers)


def _in_fours(digits: str) -> str:
    """« 0123 4567 89ab cdef », not breaking: what a person compares (decision 012)."""
    whole = "".join(digits.split())
    return "\u00a0".join(whole[place : place + 4] for place in range(0, len(whole), 4))
