# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.ine import IneKind, fault_of, kind_of, masked


@pytest.mark.parametrize(
    ("ine", "kind"),
    [
        ("000000001AA", IneKind.RNIE),
        ("000000001kj", IneKind.RNIE),
        ("000 000 001 AA", IneKind.RNIE),
        ("0000000001R", IneKind.BEA),
        ("___0000001Z", IneKind.BEA),
        ("0000A00001G", IneKind.SIFA),
        ("0ZZZZ000AB7", IneKind.BASE36),
    ],
)
def test_the_four_formats_are_known(ine: str, kind: IneKind) -> None:
    assert kind_of(ine) is kind
    assert fault_of(ine) is None


def test_the_memo_s_malformed_ine_has_thirteen_characters() -> None:
    fault = fault_of("1531437393KKG")
    assert fault is not None
    assert fault.expected == "11 caractères attendus"
    assert fault.read == "13 lus (153…KKG)"


@pytest.mark.parametrize("ine", ["000000001IA", "00000000-AA", "AAAAAAAAAAA"])
def test_eleven_characters_of_another_form_are_refused_too(ine: str) -> None:
    fault = fault_of(ine)
    assert fault is not None
    assert "9 chiffres et 2 lettres" in fault.expected
    assert ine not in fault.read


def test_a_short_ine_is_not_shown_at_all() -> None:
    assert masked("12KKG") == "…"
    fault = fault_of("")
    assert fault is not None
    assert fault.read == "0 lus (…)"
