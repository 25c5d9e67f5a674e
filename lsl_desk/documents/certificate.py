# SPDX-License-Identifier: AGPL-3.0-or-later
"""The certificate of the outage drills: what opened with the network cut, by whom, and what did not (features N13)."""

from lsl_desk.documents.dates import hour, moment
from lsl_desk.documents.press import counted, plain, press
from lsl_desk.domain.eve_papers import Certificate, CertifiedJury
from lsl_desk.domain.ids import StudentNumber

_NAME, _TITLE, _NUMBER = 90, 120, 24
_SIXTY = 60


def certificate_pdf(certificate: Certificate) -> bytes:
    """Set the certificate: as many A4 as its juries take, with a place to sign on the last."""
    return press(
        "certificate",
        {
            "centre": plain(certificate.centre, _NAME),
            "session": "" if certificate.session is None else str(certificate.session),
            "written": moment(certificate.written),
            "who": plain(certificate.who, _NAME),
            "livrets": str(sum(one.proved for one in certificate.juries)),
            "whole": all(_is_whole(one) for one in certificate.juries),
            "juries": [_jury(one) for one in certificate.juries],
            "timed": any(one.slowest for one in certificate.juries),
            "names": ", ".join(plain(one.jury, _NAME) for one in certificate.juries),
        },
    )


def _is_whole(one: CertifiedJury) -> bool:
    return one.proved >= one.wanted and not one.failed and not one.waiting


def _jury(one: CertifiedJury) -> dict[str, object]:
    return {
        "jury": plain(one.jury, _NAME),
        "label": plain(one.label, _TITLE) if one.label != one.jury else "",
        "version": str(one.version),
        "copy": str(one.copy) if one.copy else "",
        "whole": _is_whole(one),
        "proved": f"{one.proved}\u00a0/\u00a0{one.wanted}",
        "ended": f"{one.last:%d/%m/%Y} à\u00a0{hour(one.last)}",
        "lasted": _lasted(one),
        "slowest": _slowest(one.slowest),
        "failed": _numbers(one.failed),
        "waiting": _numbers(one.waiting),
    }


def _lasted(one: CertifiedJury) -> str:
    """« 204 pages, réseau coupé 5 min »."""
    pages = f"{counted(one.pages, 'page')}, " if one.pages else ""
    return f"{pages}réseau coupé {lasting(one.seconds)}"


def _numbers(numbers: tuple[StudentNumber, ...]) -> str:
    return ", ".join(plain(number, _NUMBER) for number in numbers)


def _slowest(slowest: tuple[StudentNumber, int] | None) -> str:
    if slowest is None:
        return ""
    number, milliseconds = slowest
    return f"{plain(number, _NUMBER)}, {milliseconds / 1000:.1f}\u00a0s".replace(".", ",")


def lasting(seconds: int) -> str:
    """« 45 s », « 5 min », « 5 min 20 s »."""
    minutes, rest = divmod(seconds, _SIXTY)
    parts = [f"{minutes}\u00a0min"] if minutes else []
    if rest or not minutes:
        parts.append(f"{rest}\u00a0s")
    return "\u00a0".join(parts)
