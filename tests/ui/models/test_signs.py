# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import LivretRef, NumberCheck, PageCheck
from lsl_desk.ui.models.signs import number_lock_sign

MATCH = PageCheck(NumberCheck.MATCH)
OTHER = PageCheck(NumberCheck.OTHER, StudentNumber("0471"))
ABSENT = PageCheck(NumberCheck.ABSENT)
SCAN = PageCheck(NumberCheck.NO_TEXT)


@pytest.mark.parametrize(
    ("pages", "said", "tone"),
    [
        ((MATCH, MATCH), "✓\u00a0numéro vérifié sur chaque page", "ok"),
        ((MATCH, MATCH, OTHER), "✗\u00a0numéro différent page 3\u00a0: lecture non comptée", "danger"),
        ((ABSENT, OTHER), "✗\u00a0numéro différent pages 1, 2\u00a0: lecture non comptée", "danger"),
        ((SCAN, SCAN), "◇\u00a0livret numérisé sans texte\u00a0: vérifiez le numéro vous-même", "warning"),
        ((MATCH, SCAN), "◇\u00a0numéro à vérifier vous-même page 2 (sans texte)", "warning"),
        ((MATCH, SCAN, SCAN), "◇\u00a0numéro à vérifier vous-même pages 2, 3 (sans texte)", "warning"),
    ],
)
def test_the_number_lock_says_which_pages(pages: tuple[PageCheck, ...], said: str, tone: str) -> None:
    sign = number_lock_sign(LivretRef(Digest("0" * 64), 1, pages))
    assert (str(sign), sign.tone) == (said, tone)
