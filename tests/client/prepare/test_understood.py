# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from lsl_desk.client.prepare.import_jury import ImportReport
from lsl_desk.client.prepare.understood import changes, understood
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


@pytest.mark.parametrize(
    ("changed", "stale", "said"),
    [
        (0, 0, ""),
        (1, 0, "1 livret a changé, pas encore lu."),
        (1, 1, "1 livret a changé, il était lu\u00a0: à relire."),
        (3, 0, "3 livrets ont changé, aucun n’était lu."),
        (3, 1, "3 livrets ont changé, dont 1 déjà lu\u00a0: à relire."),
        (3, 3, "3 livrets ont changé, tous étaient lus\u00a0: à relire."),
    ],
)
def test_only_what_was_read_is_to_be_read_again(changed: int, stale: int, said: str) -> None:
    assert changes(replace(report(3, 0, 0, 0, 3, 0), changed=changed, stale=stale)) == said


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (1, "1 candidat de la version précédente n’y est plus\u00a0: vérifiez le dossier."),
        (4, "4 candidats de la version précédente n’y sont plus\u00a0: vérifiez le dossier."),
    ],
)
def test_who_is_no_longer_there_is_told(gone: int, said: str) -> None:
    assert changes(replace(report(3, 0, 0, 0, 3, 0), gone=gone)) == said
    assert changes(replace(report(3, 0, 0, 0, 3, 0), gone=gone, changed=1)).startswith(f"{said} 1 livret")
