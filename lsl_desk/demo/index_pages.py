# SPDX-License-Identifier: AGPL-3.0-or-later
"""The HTML index of a jury folder, in the manner of « Édition LSL par jury » (memo, annex 1).

The real index is not public: the memo only says that both numbers are links to the livret. Encoding and layout change
from jury to jury, so that the demonstration also shows what an import must bear with.
"""

from html import escape

from lsl_desk.demo.plan import PlannedCandidate, PlannedJury
from lsl_desk.domain.ids import StudentNumber

INDEX = "index.html"
_LIST = "sommaire.html"


def livret_file(number: StudentNumber) -> str:
    """Return where a livret lies in the jury folder."""
    return f"livrets/{number}.pdf"


def index_pages(jury: PlannedJury, session: int) -> dict[str, bytes]:
    """Return the pages of the index by file name, `INDEX` among them."""
    title = f"Jury {jury.jury} · {', '.join(jury.series)} · session {session}"
    table = _page(title, jury.encoding, _table(title, jury.candidates))
    if jury.layout == "frames":
        return {INDEX: _frames(title, jury.encoding), _LIST: table}
    return {INDEX: table}


def _page(title: str, encoding: str, body: str) -> bytes:
    page = (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n'
        f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
    return page.encode(encoding, "xmlcharrefreplace")


def _frames(title: str, encoding: str) -> bytes:
    page = (
        '<html lang="fr">\n<head>\n'
        f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">\n<title>{escape(title)}</title>\n'
        f'</head>\n<frameset cols="30%,70%">\n<frame name="sommaire" src="{_LIST}">\n<frame name="livret">\n'
        "</frameset>\n</html>\n"
    )
    return page.encode(encoding, "xmlcharrefreplace")


def _table(title: str, candidates: tuple[PlannedCandidate, ...]) -> str:
    heads = "".join(f"<th>{head}</th>" for head in ("N° PV candidat", "N° élève", "Série", "Format livret"))
    rows = "".join(_row(candidate) for candidate in candidates)
    return f"<p>Édition LSL par jury</p>\n<h1>{escape(title)}</h1>\n<table>\n<tr>{heads}</tr>\n{rows}</table>\n"


def _row(candidate: PlannedCandidate) -> str:
    number = candidate.pupil.number
    numbers = [escape(candidate.pv), escape(number)]
    if candidate.has_file:
        numbers = [f'<a href="{livret_file(number)}" target="livret">{text}</a>' for text in numbers]
    cells = (*numbers, escape(candidate.pupil.room.serie), escape(candidate.words))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
