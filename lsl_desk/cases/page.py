# SPDX-License-Identifier: AGPL-3.0-or-later
"""``dossier.html``: the case as a person reads it in any browser, without network, script or a candidate's name."""

import html
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from lsl_desk.domain.acts import Presence, Quality, Role, Ruling
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.rules.lawful import RULINGS, mention_name
from lsl_desk.domain.visas import How
from lsl_desk.pv_words import EXAMINED, PRESENCES, QUALITIES
from lsl_desk.sentences import SEATS

_STYLE: Final = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; background: #fff; color: #17191c;
  font: 1rem/1.5 system-ui, "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 1.8rem 0 .4rem; } p { margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding-bottom: .3rem; }
th, td { border: 1px solid #8a8f98; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #f2f3f5; } .n { font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font-family: ui-monospace, "Liberation Mono", monospace; overflow-wrap: anywhere; }
@media print {
  body { padding: 0; font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; }
}
"""
_OUTCOMES: Final = {"accepted": "fait", "conflict": "gardé comme proposition", "refused": "refusé"}
_HOW: Final = {
    How.ONLINE: "livret lu en ligne",
    How.COPY: "livret lu sur le plan de secours",
    How.PAPER: "livret examiné sur papier",
    How.NONE_GIVEN: "aucun livret fourni",
    How.NOT_REQUIRED: "examen non exigé",
}


def page(facts: Mapping[str, Any]) -> bytes:
    """Write the page of a case.

    Args:
        facts: `cases.facts.facts_of`.
    """
    title = f"Dossier du N°\u00a0élève {_text(facts['number'])} · jury {_text(facts['jury'])}"
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{_heading(facts)}</p>",
        *_section("Composition et émargement", _composition(facts)),
        *_section("Livret", _guard(facts)),
        *_section("Notes", _marks(facts)),
        *_section("Décision", _decision(facts)),
        *_section("Visa", _visa(facts)),
        *_section("Ce qui s’est passé, dans l’ordre", _steps(facts)),
        *_section("Vérifier ce dossier", _how_to_check(facts)),
    ]
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{chr(10).join(parts)}
</main>
</body>
</html>
""".encode()


def _heading(facts: Mapping[str, Any]) -> str:
    said = [
        _text(facts["academy"]),
        f"centre {_text(facts['centre'])}" if facts["centre"] else "",
        "" if facts["session"] is None else f"session {facts['session']}",
        f"groupe {facts['group']}",
        f"série {_text(facts['serie'])}" if facts["serie"] else "",
        f"N°\u00a0PV {_text(facts['pv'])}" if facts["pv"] else "",
        f"dossier fait le {_time(facts['made'])}",
    ]
    return " · ".join(filter(None, said))


def _section(title: str, parts: Iterable[str]) -> Iterable[str]:
    return (f"<h2>{title}</h2>", *parts)


def _composition(facts: Mapping[str, Any]) -> Iterable[str]:
    if not facts["members"]:
        yield "<p>Aucun émargement n’a été fait.</p>"
    else:
        rows = [
            (_text(one["name"]), QUALITIES[Quality(one["quality"])], PRESENCES[Presence(one["presence"])])
            for one in facts["members"]
        ]
        yield from _table(("Nom", "Qualité", "Émargement"), rows)
    if facts["presided"]:
        yield f"<p>A présidé, à la fin\u00a0: {_text(facts['presided'])}.</p>"
    for one in facts["handovers"]:
        yield f"<p>Présidence passée à {_text(one['name'])} le {_time(one['time'])}\u00a0: {_text(one['reason'])}.</p>"
    for note in facts["notes"]:
        yield f"<p>{_text(note)}</p>"
    if facts["opened"]:
        yield f"<p>Séance ouverte le {_time(facts['opened'])}.</p>"
    yield (
        f"<p>Close le {_time(facts['closed'])}, PV édition {facts['edition']}.</p>"
        if facts["closed"]
        else ("<p>La séance n’est pas close.</p>")
    )


def _guard(facts: Mapping[str, Any]) -> Iterable[str]:
    guard = facts["guard"]
    said = EXAMINED[Examination(guard["state"])]
    by = _by(guard["name"], guard["role"], guard["time"]) if guard["act"] else ""
    reason = f"\u00a0: {_text(guard['reason'])}" if guard["reason"] else ""
    yield f"<p>Livret {said}{by}{reason}.</p>"
    if guard["livret"]:
        yield f"<p>Empreinte SHA-256 du livret\u00a0: <code>{guard['livret']}</code></p>"


def _marks(facts: Mapping[str, Any]) -> Iterable[str]:
    rows = [
        (_text(one["name"]), one["coefficient"], _mark(one["given"]), _mark(one["second"]), _mark(one["stands"]))
        for one in facts["marks"]
    ]
    if not rows:
        yield "<p>Aucune note n’est connue ici.</p>"
        return
    yield from _table(("Épreuve", "Coefficient", "Note de l’académie", "Second groupe", "Note qui compte"), rows)
    if facts["points"] != "0":
        yield f"<p>Points de jury\u00a0: {_mark(facts['points'])}.</p>"
    if facts["after"] is not None:
        was = f"{_mark(facts['before'])} points, moyenne {_average(facts['average_before'])}"
        yield f"<p>Avant le jury\u00a0: {was}. Après\u00a0: {_mark(facts['after'])} points, "
        yield f"moyenne {_average(facts['average_after'])}.</p>"


def _decision(facts: Mapping[str, Any]) -> Iterable[str]:
    one = facts["decision"]
    if one is None:
        yield "<p>Aucune décision n’est en vigueur.</p>"
        return
    mention = f", mention {mention_name(one['mention'])}" if one["mention"] else ""
    reason = f" Raison\u00a0: {_text(one['reason'])}." if one["reason"] else ""
    by = _by(one["name"], one["role"], one["time"])
    yield f"<p><strong>{RULINGS[Ruling(one['ruling'])].capitalize()}</strong>{mention}, "
    yield f"sur {_mark(one['points'])} points,{by}.{reason}</p>"
    yield f"<p>Empreinte des notes qu’elle porte\u00a0: <code>{one['marks']}</code></p>"


def _visa(facts: Mapping[str, Any]) -> Iterable[str]:
    one = facts["visa"]
    if one is None:
        yield "<p>Aucun visa de l’académie n’était là quand ce dossier a été fait.</p>"
        return
    by = one["by"]
    who = "" if by is None else f",{_by(by['name'], by['seat'], by['time'])}"
    yield f"<p>Preuve d’intégrité signée par l’académie\u00a0: {_HOW[How(one['how'])]}{who}.</p>"


def _steps(facts: Mapping[str, Any]) -> Iterable[str]:
    names = {one["exam"]: one["name"] for one in facts["marks"]}
    rows = [
        (
            str(rank),
            str(one["line"]),
            _time(one["time"]),
            f"{_text(one['name'])} ({SEATS[Role(one['role'])]})",
            _did(one["body"], names),
            _OUTCOMES[one["outcome"]],
            _mark(one["total"]),
        )
        for rank, one in enumerate(facts["steps"], 1)
    ]
    if not rows:
        yield "<p>Aucun acte ne concerne ce candidat.</p>"
        return
    yield from _table(("Étape", "Ligne", "Quand", "Qui", "Quoi", "Effet", "Total"), rows)


_DID: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "livret_opened": lambda body: f"livret ouvert ({_text(body['source'])})",
    "livret_read": lambda body: f"livret lu page par page, {len(body['seconds'])} pages ({_text(body['source'])})",
    "number_incident": lambda body: f"page {body['page'] + 1} au N°\u00a0{_text(body['found']) or 'illisible'}, voilée",
    "mark_raised": lambda body: f"{_text(body['exam'])} de {_mark(body['before'])} à {_mark(body['after'])}",
    "points_added": lambda body: f"points de jury de {_mark(body['before'])} à {_mark(body['after'])}",
    "missing_mark_ruled": lambda body: f"{_text(body['exam'])} manquante\u00a0: {_mark(body['value'])}",
    "conflict_settled": lambda body: f"choix entre deux notes\u00a0: {_mark(body['chosen'])}",
    "decision_taken": lambda body: f"décision\u00a0: {RULINGS[Ruling(body['ruling'])]}",
    "decision_withdrawn": lambda _: "décision retirée",
    "paper_examined": lambda body: f"livret papier {'examiné' if body['examined'] else 'à examiner de nouveau'}",
    "no_livret_declared": lambda body: "aucun livret fourni" if body["declared"] else "livret attendu de nouveau",
    "case_reopened": lambda _: "cas repris",
    "paper_received": lambda body: f"livret papier {'reçu' if body['received'] else 'attendu de nouveau'}",
    "office_told": lambda body: f"message à l’académie\u00a0: {_text(body['text'])}",
}


def _did(body: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What an act did, its épreuve by its name."""
    reason = f" ({_text(body['reason'])})" if body.get("reason") else ""
    named = {**body, "exam": names.get(body.get("exam", ""), body.get("exam", ""))}
    return _DID[body["kind"]](named) + reason


def _how_to_check(facts: Mapping[str, Any]) -> Iterable[str]:
    yield "<p>Ce dossier est une preuve d’intégrité\u00a0: <code>lsl-verify</code> dit, sans réseau, "
    yield "si un octet y a changé, si une ligne du journal manque, et si les actes signés mènent à la décision.</p>"
    yield f"<p>Empreinte des notes à la fin\u00a0: <code>{facts['digest']}</code></p>"
    yield "<p>Des autres candidats, le journal ne garde que ce qu’il faut pour prouver qu’il est entier.</p>"


def _by(name: str, role: str, time: str) -> str:
    return f" par {_text(name)} ({SEATS[Role(role)]}), le {_time(time)}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterable[str]:
    yield "<table><thead><tr>" + "".join(f'<th scope="col">{one}</th>' for one in heads) + "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>"
    yield "</tbody></table>"


def _text(said: str) -> str:
    return html.escape(said, quote=True)


def _mark(text: str | None) -> str:
    return "—" if text is None else text.replace(".", ",")


def _average(text: str | None) -> str:
    return "—" if text is None else f"{Decimal(text):.2f}".replace(".", ",")


def _time(text: str) -> str:
    """In UTC, as the acts have it: a court compares it with them."""
    at = datetime.fromisoformat(text).astimezone(UTC)
    return f"{at:%d/%m/%Y} à {at:%H\u00a0h\u00a0%M} (UTC)"
