# SPDX-License-Identifier: AGPL-3.0-or-later
"""``index.html``: the page that leads to the livrets in any browser, with no network and no script.

No name, INE or school: the manifest it is made from has none. French typography as on the screens.
"""

import html
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from lsl_desk.backup.manifest import CopyCandidate, CopyManifest

_NUMERIC: Final = "numerique"
FORMATS: Final[Mapping[str, str]] = {
    _NUMERIC: "numérique",
    "papier": "papier",
    "absent": "sans livret",
    "inconnu": "inconnu",
}
"""The words of `manifest.LIVRET_FORMATS`."""

_MONTHS: Final = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8a8f98; --soft: #f2f3f5; --ink: #17191c; --link: #0b4f9e; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --line: #6b717b; --soft: #24272c; --ink: #eceef1; --link: #9cc7ff; --paper: #17191c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 1.05rem/1.5 system-ui, "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
p, ol { margin: .5rem 0; }
.made { color: inherit; opacity: .8; }
table { border-collapse: collapse; width: 100%; margin-top: .75rem; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); }
td.number, th.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
a { color: var(--link); font-weight: 600; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font-family: ui-monospace, "Liberation Mono", monospace; overflow-wrap: anywhere; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; background: #fff; color: #000; }
  a { color: #000; } thead { display: table-header-group; } tr { break-inside: avoid; }
}
"""


def index_page(manifest: CopyManifest, warned: Mapping[str, str], made: datetime) -> bytes:
    """Write the page.

    Args:
        manifest: its candidates; its list of files is not looked at, since this page will be in it.
        warned: N° élève → what to know before opening the livret, in French.
        made: when, in the zone of the centre.
    """
    title = html.escape(manifest.label or manifest.jury)
    livrets = sum(one.file is not None for one in manifest.candidates)
    rows = "\n".join(_row(one, warned.get(one.number, "")) for one in manifest.candidates)
    session = "" if manifest.session is None else f"Session {manifest.session} · "
    day = f"{made.day}{'er' if made.day == 1 else ''} {_MONTHS[made.month - 1]} {made.year}"
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Plan de secours · {title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Plan de secours · {title}</h1>
<p class="made">{session}copie n°\u00a0{manifest.version} du {day} à
{made:%H:%M} · jury {html.escape(manifest.jury)}</p>
<h2>Que faire\u202f?</h2>
<ol>
<li>Trouvez le candidat par son N°\u00a0PV ou son N°\u00a0élève, et ouvrez son livret par le lien.</li>
<li>Le lecteur de PDF demande un mot de passe\u00a0: c’est le <strong>code du jury</strong>, les sept mots de la
feuille de salle, avec leurs tirets. Les quatre premières lettres de chaque mot, à la suite et
sans tiret, l’ouvrent aussi.</li>
<li>Vérifiez que le N°\u00a0élève imprimé sur chaque page est bien celui du candidat.</li>
</ol>
<p>Avec LSL Desk, ouvrez plutôt ce dossier tout entier\u00a0: les lectures y sont enregistrées, et rien ne se perd.</p>
<h2>Candidats</h2>
<table>
<caption>{_counted(len(manifest.candidates), "candidat")}, {_counted(livrets, "livret")} dans cette copie</caption>
<thead><tr><th scope="col" class="number">N°\u00a0PV</th><th scope="col" class="number">N°\u00a0élève</th>
<th scope="col">Série</th><th scope="col">Livret</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<h2>Cette copie est-elle intacte\u202f?</h2>
<p>Le fichier <code>empreintes.txt</code> donne l’empreinte SHA-256 de chaque livret\u202f; <code>manifest.json</code>
est signé par le poste qui a fait la copie. Le programme <code>lsl-verify</code> contrôle tout cela sans réseau.</p>
</main>
</body>
</html>
""".encode()


def _row(one: CopyCandidate, warned: str) -> str:
    words = FORMATS[one.format]
    if one.file is not None:
        label = html.escape(f"Ouvrir le livret {one.number}", quote=True)
        words = f'<a href="{html.escape(one.file, quote=True)}" aria-label="{label}">Ouvrir</a>'
        words += "" if one.format == _NUMERIC else f" ({FORMATS[one.format]})"
    elif one.format == _NUMERIC:
        words = "numérique, absent de cette copie"
    if warned:
        words += f" — {html.escape(warned)}"
    return (
        f'<tr><td class="number">{html.escape(one.pv) or "—"}</td>'
        f'<th scope="row" class="number">{html.escape(one.number)}</th>'
        f"<td>{html.escape(one.serie) or '—'}</td><td>{words}</td></tr>"
    )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'s' if number > 1 else ''}"
