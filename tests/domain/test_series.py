# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.series import serie_known


@pytest.mark.parametrize(
    ("serie", "session"),
    [
        ("ES", 2018),
        ("s", 2018),
        ("Série L", 2018),
        ("S-SVT", 2018),
        ("STMG mercatique", 2018),
        ("Hôtellerie", 2018),
        ("Bac technologique STI2D", 2026),
        ("Générale", 2026),
        ("S2TMD", 2026),
        ("STHR", 2026),
        ("ES", None),
        ("générale", None),
    ],
)
def test_the_series_of_a_session_are_known(serie: str, session: int | None) -> None:
    assert serie_known(serie, session)


@pytest.mark.parametrize(
    ("serie", "session"), [("XYZ", 2018), ("ES", 2026), ("Générale", 2018), ("", None), ("série", 2018)]
)
def test_others_are_not(serie: str, session: int | None) -> None:
    assert not serie_known(serie, session)
