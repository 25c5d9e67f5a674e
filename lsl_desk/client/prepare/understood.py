# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was understood of a jury's file, in one sentence a centre head can check against the list in hand."""

from lsl_desk.client.prepare.import_jury import ImportReport
from lsl_desk.client.prepare.values import CopyDone
from lsl_desk.domain.livret import LivretFormat


def understood(report: ImportReport) -> str:
    """Say it exactly: « 74 lignes, 68 PDF, 5 papier, 1 sans fichier, 2 PDF hors index »."""
    parts = [counted(report.candidates, "ligne"), f"{report.livrets} PDF"]
    refused = report.formats[LivretFormat.NUMERIQUE] - report.livrets
    parts += [
        text
        for count, text in (
            (refused, f"{counted(refused, 'livret')} à réclamer"),
            (report.formats[LivretFormat.PAPIER], f"{report.formats[LivretFormat.PAPIER]} papier"),
            (report.formats[LivretFormat.ABSENT], f"{report.formats[LivretFormat.ABSENT]} sans livret"),
            (report.formats[LivretFormat.INCONNU], f"{report.formats[LivretFormat.INCONNU]} sans fichier"),
            (len(report.unlisted), f"{len(report.unlisted)} PDF hors index"),
        )
        if count > 0
    ]
    return ", ".join(parts)


def changes(report: ImportReport) -> str:
    """What left and what changed since the version before (« 3 livrets ont changé, aucun n’était lu. »), or ""."""
    return " ".join(part for part in (_gone(report), _changed(report)) if part)


def _gone(report: ImportReport) -> str:
    if not report.gone:
        return ""
    one, several = (f"de la version précédente n’y {verb} plus" for verb in ("est", "sont"))
    return f"{counted(report.gone, f'candidat {one}', f'candidats {several}')}\u00a0: vérifiez le dossier."


def _changed(report: ImportReport) -> str:
    if not report.changed:
        return ""
    said = counted(report.changed, "livret a changé", "livrets ont changé")
    if not report.stale:
        return f"{said}, {'pas encore lu' if report.changed == 1 else 'aucun n’était lu'}."
    if report.changed == 1:
        return f"{said}, il était lu\u00a0: à relire."
    if report.stale == report.changed:
        return f"{said}, tous étaient lus\u00a0: à relire."
    return f"{said}, dont {report.stale} déjà {'lu' if report.stale == 1 else 'lus'}\u00a0: à relire."


def refreshed(done: CopyDone) -> str:
    """What making a copy came to: « 67 à jour, 1 mis à jour à 18:05 » (features P44); the hour is this machine's."""
    made = done.state.made if done.state else None
    at = f" à {made.astimezone():%H:%M}" if made else ""
    if not done.kept:
        return f"{counted(done.made, 'livret protégé', 'livrets protégés')}{at}"
    return f"{done.kept} à jour, {done.made} mis à jour{at}"


def counted(number: int, word: str, several: str = "") -> str:
    """« 1 ligne », « 74 lignes »; ``several`` when the plural is not made with an s."""
    return f"{number} {(several or word + 's') if number > 1 else word}"
