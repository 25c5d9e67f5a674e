# SPDX-License-Identifier: AGPL-3.0-or-later
"""The French sentences of refusals, anomalies and problems: what, where, what to do; for the window and the commands.

Typography: U+202F before ; ! ?, U+00A0 before : and inside « ». ``{name}`` are facts of the refusal.
"""

import re

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import ReadState

REFUSALS: dict[Code, str] = {
    Code.PATH_MISSING: "« {path} » n’existe pas : vérifiez le chemin ou la clé USB.",
    Code.PATH_UNREADABLE: "« {path} » ne peut pas être lu : vérifiez vos droits sur ce dossier, ou copiez-le d’abord.",
    Code.PATH_VANISHED: "« {path} » a disparu pendant la lecture, rien n’a été gardé : rebranchez la clé et recommencez.",
    Code.NOT_A_JURY: "« {path} » n’est ni un dossier de jury ni une archive zip : choisissez le dossier qui contient l’index.",
    Code.SEVERAL_JURIES: "« {path} » contient plusieurs jurys ({names}) : importez chacun de ces dossiers.",
    Code.ZIP_BAD: "« {path} » n’est pas une archive zip lisible : téléchargez-la de nouveau.",
    Code.ZIP_ENCRYPTED: "« {path} » est une archive protégée par un mot de passe : décompressez-la d’abord, puis choisissez le dossier.",
    Code.ZIP_BOMB: "« {path} » se décompresse au-delà de ce qu’un jury peut contenir : rien n’a été lu, redemandez l’archive.",
    Code.MEMBER_OUTSIDE: "« {path} » contient « {member} », qui sort du dossier : archive refusée, redemandez-la.",
    Code.MEMBER_LINK: "« {path} » contient le lien « {member} » au lieu d’un fichier : refusé, recopiez les vrais fichiers.",
    Code.MEMBER_CASE_CLASH: "« {path} » contient « {member} » et « {other} », que seules les majuscules séparent : refusé, renommez l’un des deux.",
    Code.INDEX_NO_LINK: "L’index « {member} » ne mène à aucun livret : choisissez le dossier complet de l’édition par jury.",
    Code.INDEX_AMBIGUOUS: "Deux colonnes de l’index peuvent être le N° élève : {first} ou {second}. Dites laquelle est la bonne.",
    Code.INDEX_COLUMN_UNKNOWN: "L’index n’a pas de colonne « {column} » : il a {columns}.",
    Code.LIST_UNREADABLE: "La liste de candidats « {member} » ne peut pas être lue : enregistrez-la en CSV ou en XLSX, ou retirez-la du dossier.",
    Code.JURY_OTHER_SESSION: "Le jury {jury} de la session {held} est déjà sur ce poste ; ce dossier est de la session {offered}. Importez-le sous un autre nom.",
    Code.STORE_MISSING: "Aucun jury n’est encore gardé sur ce poste : ouvrez LSL Desk une première fois, ou importez un jury.",
    Code.STORE_EXISTS: "Ce poste a déjà un coffre : déverrouillez-le au lieu d’en créer un autre.",
    Code.STORE_LOCKED: "Le coffre est fermé : donnez la phrase de passe.",
    Code.STORE_DAMAGED: "Le coffre de ce poste est abîmé ({detail}) : ne l’effacez pas, et réimportez les jurys dans un autre dossier de données.",
    Code.STORE_NEWER: "Ce coffre a été écrit par une version plus récente de LSL Desk : mettez le logiciel à jour. Rien n’a été modifié.",
    Code.STORE_BUSY: "Ce coffre est déjà ouvert par une autre fenêtre de LSL Desk : utilisez-la, ou fermez-la.",
    Code.STORE_ON_NETWORK: "Le dossier de données est sur un lecteur réseau : choisissez un dossier du disque de ce poste.",
    Code.PASSPHRASE_WRONG: "Phrase de passe inexacte : vérifiez les majuscules et recommencez.",
    Code.PASSPHRASE_WEAK: "Phrase de passe trop faible : au moins 12 caractères, par exemple quatre mots sans lien entre eux.",
    Code.KEYRING_ABSENT: "Aucun trousseau qui chiffre sur cet ordinateur : seule la phrase de passe ouvre le coffre.",
    Code.KEYRING_REFUSED: "Le trousseau de ce compte n’a pas gardé la clé : seule la phrase de passe ouvre le coffre. Déverrouillez-le, puis recommencez dans les réglages.",
    Code.DISK_FULL: "Le disque est plein, rien n’a été gardé : libérez de la place puis recommencez.",
    Code.DISK_FAILED: "Le disque a refusé l’écriture ({detail}), rien n’a été gardé : vérifiez le disque et vos droits sur son dossier, puis recommencez.",
    Code.JOURNAL_BROKEN: "Le journal de ce poste ne se vérifie plus à l’acte {sequence} : gardez ce coffre tel quel et prévenez la DEC.",
    Code.JOURNAL_KEPT: "Le coffre n’est pas effacé : son journal est la preuve des lectures (actes gardés : {acts}), à conserver jusqu’à la fin de la session. Effacez les jurys un par un ; le journal reste.",
    Code.JURY_UNKNOWN: "Le jury {jury} n’est pas sur ce poste : importez-le d’abord.",
    Code.NUMBER_UNKNOWN: "Le N° {number} n’est pas dans le jury {jury} : vérifiez le numéro.",
    Code.NO_LIVRET: "Le candidat {number} n’a pas de livret numérique sur ce poste : demandez-le, ou examinez le livret papier.",
    Code.LIVRET_REFUSED: "Le livret {number} ne porte plus l’empreinte de l’import : réimportez ce jury.",
    Code.PAGE_UNKNOWN: "Le livret {number} n’a pas de page {page} : il en a {pages}.",
    Code.PAGE_UNREADABLE: "Page illisible : le fichier est abîmé. Demandez le livret papier ou une autre copie.",
    Code.PAGE_VEILED: "La page {page} du livret {number} porte un autre numéro : elle n’est pas comptée comme lue.",
    Code.PAGE_WORKER_DOWN: "Le lecteur de pages ne démarre pas : fermez d’autres applications et réessayez.",
    Code.VALUE_OUT_OF_RANGE: "{name} : {value} n’est pas permis ({allowed}).",
    Code.QUERY_FIELD: "champ inconnu : {field}",
    Code.QUERY_VALUE: "{field} : valeur inconnue « {value} » ({allowed})",
    Code.SETTINGS_UNREADABLE: "Le fichier de réglages ne peut pas être lu ({where}) : les réglages d’origine servent, le fichier n’a pas été touché.",
    Code.OUTPUT_UNWRITABLE: "« {path} » ne peut pas être écrit : vérifiez vos droits et la place libre.",
}

ANOMALIES: dict[AnomalyCode, str] = {
    AnomalyCode.INE_FORMAT: "INE : {expected}, {value}",
    AnomalyCode.OTHER_SESSION: "date d’une autre session : {value}",
    AnomalyCode.FORMAT_EMPTY: "format de livret non renseigné : compté « inconnu »",
    AnomalyCode.FORMAT_UNKNOWN: "format de livret inconnu : « {value} », compté « inconnu »",
    AnomalyCode.ROWS_ANNOUNCED: "{expected} annoncées, {value} lues : la liste est peut-être coupée",
    AnomalyCode.NUMBER_DUPLICATE: "N° élève {value} donné deux fois : seule la première ligne est gardée",
    AnomalyCode.PV_DUPLICATE: "N° PV {value} donné deux fois",
    AnomalyCode.NUMBER_MISSING: "ligne sans N° élève",
    AnomalyCode.PDF_WITHOUT_CANDIDATE: "PDF qu’aucune ligne gardée ne cite : il n’est pas importé",
    AnomalyCode.CANDIDATE_WITHOUT_PDF: "candidat {value} sans livret dans le dossier",
    AnomalyCode.PAGE_NUMBER: "la page porte le N° {value}, le livret est celui du N° {expected} : page voilée, lecture non comptée",
    AnomalyCode.PAGE_WITHOUT_NUMBER: "le N° élève {expected} n’est pas imprimé sur la page : page voilée, lecture non comptée",
    AnomalyCode.LIVRET_REFUSED: "livret refusé : {value}",
    AnomalyCode.SERIE_UNKNOWN: "série inconnue : « {value} »",
    AnomalyCode.LIST_WITHOUT_MATCH: "ligne de la liste sans candidat dans l’index",
    AnomalyCode.LIST_CONTRADICTS: "la liste dit « {value} », le reste du dossier « {expected} » : la liste n’est pas suivie",
    AnomalyCode.ZERO_RESTORED: "zéro de tête rendu au N° candidat : {value}",
    AnomalyCode.LINK_BROKEN: "le lien « {value} » ne mène à aucun fichier du dossier",
    AnomalyCode.SAME_FILE_TWICE: "le fichier « {value} » est cité par deux candidats",
}

_EXPECTED: dict[AnomalyCode, str] = {
    AnomalyCode.NUMBER_MISSING: "un N° élève",
    AnomalyCode.PDF_WITHOUT_CANDIDATE: "une ligne de l’index",
    AnomalyCode.CANDIDATE_WITHOUT_PDF: "un PDF",
    AnomalyCode.LIVRET_REFUSED: "un PDF entier et lisible",
    AnomalyCode.SERIE_UNKNOWN: "une série de l’examen",
    AnomalyCode.LIST_WITHOUT_MATCH: "un candidat de l’index",
    AnomalyCode.ZERO_RESTORED: "un zéro de tête",
    AnomalyCode.LINK_BROKEN: "un fichier du dossier",
}
"""What is always expected where nothing more precise can be said."""

PROBLEMS: dict[LivretProblem, str] = {
    LivretProblem.MISSING_FILE: "fichier absent du dossier",
    LivretProblem.EMPTY_FILE: "fichier vide",
    LivretProblem.NOT_A_PDF: "ce n’est pas un PDF",
    LivretProblem.TRUNCATED: "fichier tronqué",
    LivretProblem.PASSWORD: "protégé par un mot de passe",
    LivretProblem.NO_PAGE: "aucune page",
    LivretProblem.TOO_MANY_PAGES: "trop de pages pour un livret",
    LivretProblem.TOO_LARGE: "fichier ou page hors de toute mesure",
    LivretProblem.UNREADABLE: "fichier abîmé",
    LivretProblem.NUMBER_MISMATCH: "une page ne porte pas le bon numéro",
    LivretProblem.DIGEST_MISMATCH: "empreinte différente de celle de l’import",
}

FORMATS: dict[LivretFormat, str] = {
    LivretFormat.NUMERIQUE: "numérique",
    LivretFormat.PAPIER: "papier",
    LivretFormat.ABSENT: "absent",
    LivretFormat.INCONNU: "inconnu",
}

READ_STATES: dict[ReadState, str] = {
    ReadState.NO_LIVRET: "sans livret numérique",
    ReadState.UNREAD: "à lire",
    ReadState.PARTIAL: "commencé",
    ReadState.READ: "lu",
    ReadState.STALE: "à relire",
}

ALL_READ = "tous les livrets affichés sont lus"
"""The answer of « prochain livret à lire » when there is none."""


def no_livret_sentence(candidate: Candidate) -> str:
    """Why there is no livret to show for a candidate, and what to do."""
    if candidate.problem is LivretProblem.MISSING_FILE or (
        candidate.problem is None and candidate.format is LivretFormat.NUMERIQUE
    ):
        return "Livret attendu, mais absent du dossier : demandez-le à la DEC, ou ouvrez une copie de secours."
    if candidate.problem is not None:
        return (
            f"Livret refusé : {PROBLEMS[candidate.problem]}. Ouvrez une copie de secours, ou demandez le livret papier."
        )
    reason = candidate.reason
    return {
        LivretFormat.PAPIER: f"Livret papier{f' ({reason})' if reason else ''} : à examiner en main.",
        LivretFormat.ABSENT: f"Aucun livret : {reason}." if reason else "Aucun livret pour ce candidat.",
        LivretFormat.INCONNU: "Format inconnu : demandez à la DEC.",
    }[candidate.format]


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

NAMELESS = "sans n°\u00a0"
"""Begins what stands for the N° élève of a row that has none."""


def sentence(refusal: Refusal) -> str:
    """The French sentence of a refusal; a fact that was not given shows as « ? » rather than failing."""
    facts = {name: one_line(fact) if isinstance(fact, str) else fact for name, fact in refusal.facts.items()}
    return REFUSALS[refusal.code].format_map(_Facts(facts))


def one_line(text: str) -> str:
    """What a file or an index says, fit to stand in a sentence: no line break, no order to the terminal."""
    return _CONTROL.sub("\ufffd", text)


def anomaly_value(anomaly: Anomaly) -> str:
    """What was read, in words: a problem's code becomes its French name."""
    if anomaly.code is AnomalyCode.LIVRET_REFUSED and anomaly.value in {problem.value for problem in LivretProblem}:
        return PROBLEMS[LivretProblem(anomaly.value)]
    return anomaly.value


def anomaly_expected(anomaly: Anomaly) -> str:
    """What was expected, in words (features P45)."""
    return anomaly.expected or _EXPECTED.get(anomaly.code, "")


def anomaly_sentence(anomaly: Anomaly) -> str:
    """The French sentence of a line of the import doctor, without its place."""
    facts = _Facts({"value": one_line(anomaly_value(anomaly)), "expected": one_line(anomaly.expected)})
    return ANOMALIES[anomaly.code].format_map(facts)


class _Facts(dict[str, str | int]):
    """Facts of a refusal, none of which may turn a refusal into a crash."""

    def __missing__(self, name: str) -> str:
        return "?"
