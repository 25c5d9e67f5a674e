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
        ((OTHER,) * 4, "✗\u00a0numéro différent sur 4 pages\u00a0: lecture non comptée", "danger"),
        ((SCAN, SCAN), "◇\u00a0livret sans texte\u00a0: vérifiez le numéro", "warning"),
        ((MATCH, SCAN), "◇\u00a0page 2 sans texte\u00a0: vérifiez le numéro", "warning"),
        ((MATCH, SCAN, SCAN), "◇\u00a0pages 2, 3 sans texte\u00a0: vérifiez le numéro", "warning"),
    ],
)
def test_the_number_lock_says_which_pages(pages: tuple[PageCheck, ...], said: str, tone: str) -> None:
    sign = number_lock_sign(LivretRef(Digest("0" * 64), 1, pages))
    assert (str(sign), sign.tone) == (said, tone)
