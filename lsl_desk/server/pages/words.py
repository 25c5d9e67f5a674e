# SPDX-License-Identifier: AGPL-3.0-or-later
"""The French words of what the pages show: roles, states, what the audit tells."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.rights import AccountRole
from lsl_desk.sentences import PROBLEMS
from lsl_desk.server.services.pupils import Why
from lsl_desk.wire.strict import moment_of

ROLES: Final = {
    AccountRole.CHEF_DE_CENTRE: "chef de centre",
    AccountRole.PRESIDENT: "président",
    AccountRole.VICE_PRESIDENT: "vice-président",
    AccountRole.GESTIONNAIRE_DEC: "gestionnaire DEC",
    AccountRole.ADMINISTRATEUR: "administrateur",
    AccountRole.AUDITEUR: "auditeur",
    AccountRole.CHEF_ETABLISSEMENT: "chef d’établissement",
}


def lacks(livret_format: str, problem: str) -> str:
    """What is wrong with the livret of a candidate, in words.

    Args:
        livret_format: value of `LivretFormat`.
        problem: value of `LivretProblem`, "" when nothing came.
    """
    if problem:
        return PROBLEMS[LivretProblem(problem)]
    if livret_format == LivretFormat.INCONNU.value:
        return "format non renseigné\u00a0: numérique ou papier\u202f?"
    return "aucun fichier reçu"


WHY: Final = {
    Why.WITHDRAWN: "son visa a été retiré\u00a0: la décision n’est plus définitive",
    Why.UNPUBLISHED: "les résultats de son jury ne sont pas publics",
    Why.STOPPED: "les visas de son jury sont arrêtés\u00a0: la DEC les attend",
    Why.SECOND_GROUP: "il passe le second groupe\u00a0: son visa vient avec",
    Why.NOT_SENT: "la DEC ne l’a pas encore envoyé",
}
"""Why a candidate has no visa, in words that tell nothing of what the jury decided but that it goes on."""

ACTIONS: Final = {
    "account_closed": "compte fermé",
    "account_created": "compte créé",
    "audit_read": "journal consulté",
    "code_renewed": "nouveau code donné",
    "device_approved": "poste relié",
    "device_revoked": "poste retiré",
    "imported": "liste importée",
    "message_handled": "message traité",
    "enrolment_refused": "liaison refusée",
    "manifest_renumbered": "liste renumérotée après une restauration",
    "names_read": "noms d’un jury remis à un poste",
    "password_changed": "mot de passe changé",
    "publication_cancelled": "publication annulée",
    "publication_confirmed": "publication confirmée",
    "publication_proposed": "heure de publication saisie",
    "signed_in": "connexion",
    "signed_out": "déconnexion",
    "hold_entered": "recours retenu",
    "hold_ended": "recours levé",
    "jury_erased": "jury effacé à sa date",
    "erasure_told": "effacement d’un poste annoncé",
    "centre_called": "centre appelé pour un effacement",
    "case_made": "dossier d’un candidat remis",
    "visas_sent": "visas envoyés",
    "visas_received": "visas reçus par un établissement",
    "livrets_loaded": "livrets définitifs chargés",
    "livrets_opened": "dates de mise à disposition",
}
"""What the audit tells; another word of it is shown as it is."""

FACTS: Final = {
    "account": "compte",
    "before": "lignes avant la",
    "centre": "centre",
    "closes": "jusqu’au",
    "divisions": "divisions",
    "excluded": "jurys écartés",
    "from": "au lieu de",
    "how": "par",
    "juries": "jurys",
    "jury": "jury",
    "livrets": "livrets",
    "loaded": "divisions chargées",
    "lots": "lots",
    "opens": "du",
    "posts": "postes retirés",
    "role": "rôle",
    "school": "établissement",
    "version": "version",
    "visas": "visas",
    "withdrawn": "visas retirés",
}
"""The names of what the audit tells besides."""

VALUES: Final = {role.value: words for role, words in ROLES.items()} | {
    "code": "code",
    "oidc": "compte de l’académie",
    "password": "mot de passe",
}
"""What it tells, where that is a word of ours."""

DONE: Final = {
    "approuve": "Le poste est relié à l’académie.",
    "refuse": "La liaison est refusée : le poste en est averti.",
    "traite": "Le message est marqué comme traité.",
    "propose": "L’heure est saisie : un autre gestionnaire de la DEC la confirme.",
    "confirme": "La publication est confirmée : les résultats sont publics à l’heure dite.",
    "annule": "La publication est annulée.",
    "visas": "Les visas sont envoyés.",
    "aucun-visa": "0 visa ajouté : tous ceux qui peuvent partir sont déjà envoyés.",
    "recus": "Les visas sont reçus\u00a0: la DEC le voit.",
    "rien-recu": "0 visa ajouté\u00a0: tout ce qui est parti était déjà reçu.",
    "charges": "Les livrets définitifs sont chargés.",
    "rien-charge": "0 livret chargé\u00a0: il n’y avait rien de nouveau à charger.",
    "ouverture": "Les dates de mise à disposition sont enregistrées.",
    "recours": "Le recours est noté\u00a0: rien de ce qu’il concerne ne s’efface.",
    "appel": "L’appel est noté.",
    "recours-fini": "Le recours est terminé\u00a0: ce qu’il retenait s’effacera à sa date.",
    "retire": "Le poste est retiré : il enverra ses actes, puis effacera ce qu’il garde.",
    "ferme": "Le compte est fermé et ses postes sont retirés.",
    "mot-de-passe": "Votre mot de passe est changé ; vos autres sessions sont closes.",
    "deconnecte": "Vous êtes déconnecté.",
}
"""What was just done, by the word of the address."""


def moment_words(moment: datetime | str | None, zone: str) -> str:
    """A time in words, in the academy’s zone; — when there is none.

    Args:
        moment: UTC, or as `wire.strict.moment_text` writes it.
        zone: « Europe/Paris », « Indian/Reunion ».
    """
    if moment is None:
        return "—"
    read = moment_of(moment) if isinstance(moment, str) else moment
    local = read.astimezone(ZoneInfo(zone))
    return f"{local:%d/%m/%Y}\u00a0{local:%H:%M}"


def span_words(span: timedelta) -> str:
    """« 1 h 52 », « 48 min »."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02}" if minutes >= 60 else f"{minutes}\u00a0min"
