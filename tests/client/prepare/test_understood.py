# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.client.prepare.import_jury import ImportReport
from lsl_desk.client.prepare.understood import understood
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.livret import LivretFormat


def report(numerique: int, papier: int, absent: int, inconnu: int, livrets: int, unlisted: int) -> ImportReport:
    formats = dict(zip(LivretFormat, (numerique, papier, absent, inconnu), strict=True))
    files = tuple(f"{index}.pdf" for index in range(unlisted))
    return ImportReport(JuryId("J01"), 1, sum(formats.values()), formats, livrets, files, (), 0)


def test_it_says_exactly_what_was_understood() -> None:
    assert understood(report(68, 5, 0, 1, 68, 2)) == "74 lignes, 68 PDF, 5 papier, 1 sans fichier, 2 PDF hors index"


def test_what_is_missing_is_to_be_claimed() -> None:
    assert understood(report(3, 0, 1, 0, 1, 0)) == "4 lignes, 1 PDF, 2 livrets à réclamer, 1 sans livret"
    assert understood(report(1, 0, 0, 0, 1, 0)) == "1 ligne, 1 PDF"
