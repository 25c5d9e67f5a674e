# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what, written by hand and read by people: what the running application is held to, cell by cell.

It was not made from `domain.rights`, and must not be: two tellings of one thing, each able to catch the other.

The letters are relations of the one who asks to what is asked about: ``o`` one's own jury, centre or post, ``j``
another jury of the same centre, ``c`` another centre, ``x`` one's own jury once its sitting is closed. « - » is never.
Of a school, ``c`` is another one; the three others are one's own.
"""

from dataclasses import dataclass

ALL = "ojcx"
CENTRE = "ojx"
OWN = "ox"
NEVER = "-"


@dataclass(frozen=True)
class Row:
    """One route, and the relations in which each role may use it; who is not named may not.

    ``revoked``: whether a withdrawn post may still, as far as its person could. ``anybody``: whoever asks.
    """

    chef_de_centre: str = NEVER
    president: str = NEVER
    vice_president: str = NEVER
    gestionnaire_dec: str = NEVER
    administrateur: str = NEVER
    auditeur: str = NEVER
    chef_etablissement: str = NEVER
    revoked: bool = False
    anybody: bool = False


ANYBODY = Row(anybody=True)
EVERY_PERSON = Row(ALL, ALL, ALL, ALL, ALL, ALL, ALL)
EVERY_POST = Row(ALL, ALL, ALL)
OWN_JURIES = Row(CENTRE, OWN, OWN)
HEAD_AND_OFFICE = Row(chef_de_centre=ALL, gestionnaire_dec=ALL)
HEAD_AND_OFFICE_AT_HOME = Row(chef_de_centre=CENTRE, gestionnaire_dec=ALL)
KEEPERS = Row(gestionnaire_dec=ALL, administrateur=ALL)
OFFICE = Row(gestionnaire_dec=ALL)
DSI = Row(administrateur=ALL)
HEAD_OF_SCHOOL = Row(chef_etablissement=CENTRE)

POSTS: dict[tuple[str, str], Row] = {
    ("GET", "/api/v1/device"): Row(ALL, ALL, ALL, revoked=True),
    ("POST", "/api/v1/acts"): Row(ALL, ALL, ALL, revoked=True),
    ("GET", "/api/v1/juries"): EVERY_POST,
    ("GET", "/api/v1/events"): EVERY_POST,
    ("GET", "/api/v1/juries/{jury}/manifest"): OWN_JURIES,
    ("POST", "/api/v1/juries/{jury}/manifest"): OWN_JURIES,
    ("GET", "/api/v1/juries/{jury}/livrets/{digest}"): OWN_JURIES,
    ("POST", "/api/v1/juries/{jury}/livrets"): OWN_JURIES,
    ("GET", "/api/v1/juries/{jury}/feed"): OWN_JURIES,
    ("POST", "/api/v1/juries/{jury}/erasures"): OWN_JURIES,
    ("GET", "/api/v1/juries/{jury}/names"): Row(president=OWN, vice_president=OWN),
    ("GET", "/api/v1/juries/{jury}/schools"): Row(chef_de_centre=CENTRE),
    ("POST", "/api/v1/whose"): Row(chef_de_centre=ALL),
}
"""What posts do, by their token. A session opens none of it."""

OPEN: dict[tuple[str, str], Row] = {
    ("GET", "/api/v1/academy"): ANYBODY,
    ("GET", "/api/v1/openapi.json"): ANYBODY,
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/metrics"): ANYBODY,
    ("POST", "/api/v1/enrolments"): ANYBODY,
    ("GET", "/api/v1/enrolments/{enrolment}"): ANYBODY,
    ("POST", "/api/v1/enrolments/{enrolment}/reveal"): ANYBODY,
    ("POST", "/api/v1/challenges"): ANYBODY,
    ("POST", "/api/v1/tokens"): ANYBODY,
    ("GET", "/style.css"): ANYBODY,
    ("GET", "/source"): ANYBODY,
    ("GET", "/connexion"): ANYBODY,
    ("POST", "/connexion"): ANYBODY,
    ("GET", "/premiere-connexion"): ANYBODY,
    ("POST", "/premiere-connexion"): ANYBODY,
    ("GET", "/connexion/academie"): ANYBODY,
    ("GET", "/connexion/retour"): ANYBODY,
}
"""What is open."""

PERSONS: dict[tuple[str, str], Row] = {
    ("POST", "/deconnexion"): EVERY_PERSON,
    ("GET", "/mot-de-passe"): EVERY_PERSON,
    ("POST", "/mot-de-passe"): EVERY_PERSON,
    ("GET", "/"): EVERY_PERSON,
    ("GET", "/jurys/{jury}"): Row(CENTRE, OWN, OWN, ALL, ALL, ALL),
    ("GET", "/postes"): Row(chef_de_centre=ALL, gestionnaire_dec=ALL, administrateur=ALL, auditeur=ALL),
    ("GET", "/postes/{device}"): Row(chef_de_centre=CENTRE, gestionnaire_dec=ALL, administrateur=ALL, auditeur=ALL),
    ("GET", "/postes/demandes/{enrolment}"): HEAD_AND_OFFICE,
    ("POST", "/postes/demandes/{enrolment}/approbation"): HEAD_AND_OFFICE_AT_HOME,
    ("POST", "/postes/demandes/{enrolment}/refus"): HEAD_AND_OFFICE,
    ("POST", "/postes/{device}/retrait"): HEAD_AND_OFFICE_AT_HOME,
    ("GET", "/comptes"): KEEPERS,
    ("GET", "/comptes/{account}"): KEEPERS,
    ("POST", "/comptes"): KEEPERS,
    ("POST", "/comptes/{account}/code"): KEEPERS,
    ("POST", "/comptes/{account}/fermeture"): KEEPERS,
    ("GET", "/console"): OFFICE,
    ("GET", "/console/notes-provisoires"): OFFICE,
    ("GET", "/publication"): OFFICE,
    ("POST", "/publication/{group}"): OFFICE,
    ("POST", "/publication/{publication}/confirmation"): OFFICE,
    ("POST", "/publication/{publication}/annulation"): OFFICE,
    ("GET", "/visas"): OFFICE,
    ("POST", "/visas/{group}"): OFFICE,
    ("GET", "/visas/etablissements"): OFFICE,
    ("GET", "/visas/etablissements/liste"): OFFICE,
    ("GET", "/visas/etablissements/sans-visa"): OFFICE,
    ("GET", "/visas/lots/{lot}/{jury}"): OFFICE,
    ("GET", "/etablissements/{school}/visas"): HEAD_OF_SCHOOL,
    ("POST", "/etablissements/{school}/visas"): HEAD_OF_SCHOOL,
    ("GET", "/etablissements/{school}/livrets"): HEAD_OF_SCHOOL,
    ("POST", "/etablissements/{school}/livrets"): HEAD_OF_SCHOOL,
    ("POST", "/etablissements/{school}/ouverture"): HEAD_OF_SCHOOL,
    ("GET", "/recours"): OFFICE,
    ("POST", "/recours"): OFFICE,
    ("POST", "/recours/fin"): OFFICE,
    ("POST", "/recours/appel"): OFFICE,
    ("POST", "/recours/dossier"): OFFICE,
    ("GET", "/messages"): OFFICE,
    ("POST", "/messages/{act}/traite"): OFFICE,
    ("GET", "/ecarts"): OFFICE,
    ("GET", "/journal"): Row(auditeur=ALL),
}
"""What persons do, by their session. A token opens none of it."""

OVER_THE_ACADEMY: dict[tuple[str, str], Row] = {
    ("POST", "/comptes"): DSI,
    ("POST", "/comptes/{account}/code"): DSI,
    ("POST", "/comptes/{account}/fermeture"): DSI,
    ("POST", "/postes/demandes/{enrolment}/approbation"): Row(),
}
"""The same, on an account of the whole academy instead of one that sits at a Desk."""
