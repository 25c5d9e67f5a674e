# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `lsl-verify` answers, in French lines for a person and in one object for a program."""

from collections.abc import Iterator, Sequence
from typing import Final

from lsl_desk.backup.check import Report
from lsl_desk.backup.manifest import CopyManifest, moment_text
from lsl_desk.backup.sentences import sentence, shown

_MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_LISTED: Final = 20
"""Numbers named in a line; the others are counted."""


def lines(reports: Sequence[tuple[str, Report]]) -> Iterator[str]:
    """Yield the answer: of each copy the verdict first, then what it is, then what to do; the sum of several last."""
    for place, report in reports:
        yield from _copy_lines(place, report)
        if len(reports) > 1:
            yield ""
    if len(reports) > 1:
        intact = sum(report.intact for _, report in reports)
        refused = len(reports) - intact
        yield f"Copies vérifiées\u00a0: {len(reports)}, intactes\u00a0: {intact}, refusées\u00a0: {refused}."


def _copy_lines(place: str, report: Report) -> Iterator[str]:
    yield f"{shown(place)}\u00a0: {_verdict(report)}"
    for finding in report.findings:
        yield f"  - {sentence(finding)}"
    if report.left_off:
        yield f"  - … et {report.left_off} autres défauts."
    if report.sealed is None:
        yield "  Rien ne dit quels livrets sont entiers\u00a0: n’en employez aucun."
        return
    yield f"  {_title(report.sealed.manifest)}"
    yield f"  {_livrets(report)}"
    yield f"  Empreinte de la clé\u00a0: {report.sealed.key_print}. Du manifeste\u00a0: {report.sealed.manifest_print}."
    if report.intact and not report.settled:
        yield (
            "  Comparez l’empreinte de la clé avec celle de la feuille de salle, puis relancez avec "
            f'--cle "{report.sealed.key_print}", ou avec --code.'
        )


def _verdict(report: Report) -> str:
    if not report.intact:
        count = len(report.findings) + report.left_off
        return f"REFUSÉ ({count} défaut{'s' if count > 1 else ''})."
    if report.code_opened:
        return "intact, et le code du jury répond de chaque livret."
    if report.key_compared:
        return "intact, et signé par la clé attendue."
    return "intact, mais personne n’a encore comparé la clé\u00a0: rien ne dit de qui vient cette copie."


def _title(manifest: CopyManifest) -> str:
    made = manifest.made.astimezone()
    day = f"{made.day}{'er' if made.day == 1 else ''} {_MONTHS[made.month - 1]} {made.year}"
    session = f", session {manifest.session}" if manifest.session is not None else ""
    label = f" ({shown(manifest.label)})" if manifest.label else ""
    return f"Jury {manifest.jury}{label}{session}, version {manifest.version}, copie du {day} à {made:%H:%M}."


def _livrets(report: Report) -> str:
    whole, broken = len(report.whole), len(report.broken)
    said = f"Livrets conformes au manifeste\u00a0: {whole} sur {whole + broken}."
    if broken and whole:
        said += f" À ne pas employer\u00a0: {_some(report.broken)}."
        said += f" Entiers\u00a0: {_some(report.whole)}."
    return said


def _some(numbers: Sequence[str]) -> str:
    more = len(numbers) - _LISTED
    return ", ".join(map(shown, numbers[:_LISTED])) + (f" et {more} autres" if more > 0 else "")


def answer(reports: Sequence[tuple[str, Report]]) -> dict[str, object]:
    """Return the object that ``--json`` prints; ``ok`` is « nothing is wrong », ``settled`` « and it is theirs »."""
    return {
        "ok": all(report.intact for _, report in reports),
        "settled": all(report.settled for _, report in reports),
        "kind": "plan_de_secours",
        "findings": [
            {"code": one.flaw.value, "place": place, "file": one.file, "message": sentence(one)}
            for place, report in reports
            for one in report.findings
        ],
        "copies": [_copy(place, report) for place, report in reports],
    }


def _copy(place: str, report: Report) -> dict[str, object]:
    told: dict[str, object] = {
        "place": place,
        "ok": report.intact,
        "settled": report.settled,
        "key_compared": report.key_compared,
        "code_opened": report.code_opened,
        "left_off": report.left_off,
        "whole": list(report.whole),
        "broken": list(report.broken),
    }
    if report.sealed is None:
        return told | dict.fromkeys(("jury", "label", "session", "version", "jury_version", "made", "key", "manifest"))
    manifest = report.sealed.manifest
    return told | {
        "jury": manifest.jury,
        "label": manifest.label,
        "session": manifest.session,
        "version": manifest.version,
        "jury_version": manifest.jury_version,
        "made": moment_text(manifest.made),
        "key": report.sealed.key_print,
        "manifest": report.sealed.manifest_print,
    }
