# SPDX-License-Identifier: AGPL-3.0-or-later
"""The French sentence of each flaw: what, where, and what to do. Nowhere else does the verifier speak of one."""

from typing import Final

from lsl_desk.backup.fields import plain
from lsl_desk.backup.flaws import Finding, Flaw

SENTENCES: Final[dict[Flaw, str]] = {
    Flaw.PLACE_MISSING: "{file} n’existe pas : vérifiez le chemin, et que la clé est branchée.",
    Flaw.PLACE_UNREADABLE: "{file} ne se laisse pas lire : débranchez et rebranchez la clé, vérifiez vos droits, ou prenez une autre copie.",
    Flaw.PLACE_OTHER: "{file} n’est ni un dossier ni une archive zip : donnez le dossier « plan-de-secours-… » ou son zip.",
    Flaw.PLACE_NAME: "« {file} » est en fait la copie du jury {jury}, version {version} : son nom a été changé. Ne vous fiez pas à ce nom, prenez la copie attendue.",
    Flaw.MANIFEST_MISSING: "manifest.json manque : rien ne dit plus ce que ce dossier doit contenir. Ce n’est pas une copie, ou elle est incomplète ; prenez-en une autre.",
    Flaw.MEMBER_OUTSIDE: "Le nom « {file} » mène hors de la copie : elle a été fabriquée, ne l’ouvrez pas et prévenez le centre.",
    Flaw.MEMBER_ABSOLUTE: "Le nom « {file} » désigne un fichier de l’ordinateur : la copie a été fabriquée, ne l’ouvrez pas et prévenez le centre.",
    Flaw.MEMBER_BACKSLASH: "Le nom « {file} » contient une barre oblique inverse, que deux systèmes lisent différemment : prenez une autre copie.",
    Flaw.MEMBER_DRIVE: "Le nom « {file} » contient deux-points, comme un lecteur de Windows : prenez une autre copie.",
    Flaw.MEMBER_ENCODING: "Le nom « {file} » n’est pas lisible : retirez ce fichier, ou prenez une autre copie.",
    Flaw.MEMBER_LINK: "{file} est un lien vers un autre endroit, pas un fichier : prenez une autre copie.",
    Flaw.MEMBER_DEVICE: "{file} n’est pas un fichier ordinaire (tube, périphérique) : ne l’ouvrez pas, prenez une autre copie.",
    Flaw.MEMBER_CASE_CLASH: "{file} ne se distingue d’un fichier de la copie que par les majuscules ou le codage des accents : retirez-le, puis vérifiez de nouveau.",
    Flaw.MEMBER_UNICODE_CLASH: "{file} imite le nom d’un fichier de la copie par des caractères voisins : ne l’ouvrez pas, retirez-le, puis vérifiez de nouveau.",
    Flaw.MEMBER_TWICE: "{file} est deux fois dans l’archive : selon le logiciel, l’un ou l’autre s’ouvrirait. Prenez une autre copie.",
    Flaw.MEMBER_EXTRA: "{file} n’est pas de cette copie : retirez-le, puis vérifiez de nouveau.",
    Flaw.MEMBER_LITTER: "{file} a été ajouté par un ordinateur où la clé est passée : effacez-le, puis vérifiez de nouveau.",
    Flaw.MEMBER_TOO_MANY: "Il y a ici beaucoup plus de fichiers qu’une copie n’en a : donnez le dossier « plan-de-secours-… » lui-même.",
    Flaw.MEMBER_MISSING: "{file} manque : refaites la copie, ou prenez-en une autre.",
    Flaw.MEMBER_UNREADABLE: "{file} ne se laisse pas lire : la clé est abîmée ou a été retirée. Rebranchez-la, ou prenez une autre copie.",
    Flaw.MEMBER_TOO_LARGE: "{file} est plus grand que ce qu’une copie peut contenir : il n’a pas été lu. Prenez une autre copie.",
    Flaw.MEMBER_EMPTY: "{file} est vide : la copie a été coupée. Refaites-la, ou prenez-en une autre.",
    Flaw.MEMBER_SHORT: "{file} est plus court que le fichier signé : la copie a été coupée, ou il a été modifié. Refaites-la, ou prenez-en une autre.",
    Flaw.MEMBER_LONG: "{file} est plus long que le fichier signé : il a été modifié. Ne l’employez pas, prenez une autre copie.",
    Flaw.MEMBER_ALTERED: "{file} n’est pas le fichier signé : il est abîmé ou a été modifié. Ne l’employez pas, prenez une autre copie.",
    Flaw.MEMBER_SWAPPED: "{file} contient en fait {other} : l’un a pris la place de l’autre. Ne l’employez pas, prenez une autre copie.",
    Flaw.MEMBER_OTHER_VERSION: "{file} vient d’une autre version de la copie{other} : deux versions sont mêlées. Prenez une copie entière.",
    Flaw.ZIP_BAD: "L’archive zip est abîmée ou n’en est pas une : prenez une autre copie.",
    Flaw.ZIP_PREPENDED: "Quelque chose a été mis avant l’archive zip : elle a été modifiée, prenez une autre copie.",
    Flaw.ZIP_TRAILING: "Quelque chose suit la fin de l’archive zip : elle a été modifiée, prenez une autre copie.",
    Flaw.ZIP_GAP: "L’archive zip cache des données entre ses fichiers : elle a été modifiée, prenez une autre copie.",
    Flaw.ZIP_OVERLAP: "Deux fichiers de l’archive zip se recouvrent : elle a été fabriquée, ne l’ouvrez pas.",
    Flaw.ZIP_HEADERS: "L’archive zip dit deux choses différentes de {file} : selon le logiciel, il ne s’ouvrirait pas le même. Prenez une autre copie.",
    Flaw.ZIP_ENCRYPTED: "{file} est chiffré par l’archive zip : une copie ne l’est jamais ainsi. Prenez une autre copie.",
    Flaw.ZIP_METHOD: "{file} est compressé d’une façon que tous les ordinateurs ne lisent pas : refaites l’archive, ou prenez une autre copie.",
    Flaw.ZIP_STREAMED: "L’archive zip a été refaite par un logiciel qui ne dit pas d’avance la taille de {file} : décompressez-la et vérifiez le dossier.",
    Flaw.ZIP_LARGE: "L’archive zip est d’une forme prévue pour plus de 4 Go : une copie n’en a pas besoin. Décompressez-la et vérifiez le dossier.",
    Flaw.ZIP_SPLIT: "L’archive zip est en plusieurs morceaux : décompressez-la et vérifiez le dossier, ou prenez une autre copie.",
    Flaw.ZIP_COMMENT: "L’archive zip porte un commentaire, qu’une copie n’a jamais : elle a été modifiée, prenez une autre copie.",
    Flaw.ZIP_FIELD: "L’archive zip joint à {file} des données qu’une copie n’a jamais : elle a été modifiée, prenez une autre copie.",
    Flaw.ZIP_BOMB: "L’archive zip deviendrait démesurée une fois décompressée : ne l’ouvrez pas, prenez une autre copie.",
    Flaw.ZIP_DATA: "{file} ne se décompresse pas : l’archive zip est abîmée. Prenez une autre copie.",
    Flaw.ZIP_CRC: "{file} est entier, mais l’archive zip en donne une autre somme : un autre logiciel refuserait de l’ouvrir. Prenez une autre copie.",
    Flaw.ZIP_ROOT: "L’archive zip doit contenir un seul dossier, « plan-de-secours-… » : prenez une autre copie.",
    Flaw.JSON_BOM: "{file} ({part}) commence par une marque d’éditeur de texte : il a été enregistré de nouveau. Prenez une autre copie.",
    Flaw.JSON_ENCODING: "{file} ({part}) n’est pas du texte UTF-8 : il est abîmé ou a été modifié. Prenez une autre copie.",
    Flaw.JSON_SYNTAX: "{file} ({part}) n’est pas du JSON : il est abîmé ou a été coupé. Prenez une autre copie.",
    Flaw.JSON_DEPTH: "{file} ({part}) est emboîté bien plus qu’il ne doit : il a été fabriqué. Prenez une autre copie.",
    Flaw.JSON_NUMBER: "{file} ({part}) contient un nombre qu’il n’a jamais : il a été fabriqué. Prenez une autre copie.",
    Flaw.JSON_TWICE: "{file} ({part}) dit deux fois la même chose : selon le logiciel, l’une ou l’autre vaudrait. Prenez une autre copie.",
    Flaw.JSON_FORM: "{file} ({part}) n’est pas écrit comme LSL Desk l’écrit : il a été modifié. Prenez une autre copie.",
    Flaw.ENVELOPE_FIELDS: "L’enveloppe de {file} n’a pas les champs attendus : elle a été modifiée. Prenez une autre copie.",
    Flaw.PAYLOAD_TYPE: "{file} est signé, mais ce n’est pas ce que son nom annonce : prenez une autre copie.",
    Flaw.PAYLOAD_BASE64: "Le contenu signé de {file} est mal codé : il est abîmé ou a été modifié. Prenez une autre copie.",
    Flaw.SIGNATURE_NONE: "{file} n’est pas signé : rien ne le garantit. Prenez une autre copie.",
    Flaw.SIGNATURE_SEVERAL: "{file} porte plusieurs signatures au lieu d’une : il a été modifié. Prenez une autre copie.",
    Flaw.SIGNATURE_SHAPE: "La signature de {file} n’en est pas une : elle est abîmée ou a été modifiée. Prenez une autre copie.",
    Flaw.SIGNATURE_WRONG: "La signature de {file} n’est pas celle de son contenu : il est abîmé ou a été modifié. Prenez une autre copie.",
    Flaw.KEY_SHAPE: "{file} ne donne pas de clé de signature lisible : il a été fabriqué. Prenez une autre copie.",
    Flaw.KEYID_OTHER: "{file} nomme une autre clé que celle qui le signe : il a été fabriqué. Prenez une autre copie.",
    Flaw.FORMAT_NEWER: "Cette copie est d’un format que cette version de lsl-verify ne connaît pas : employez une version plus récente.",
    Flaw.FIELD_UNKNOWN: "{file} dit une chose inconnue ({place}) : employez la version de lsl-verify qui va avec la copie, ou prenez une autre copie.",
    Flaw.FIELD_MISSING: "{file} ne dit pas tout ({place} manque) : prenez une autre copie.",
    Flaw.FIELD_TYPE: "{file} n’a pas la forme attendue ({place}) : prenez une autre copie.",
    Flaw.FIELD_VALUE: "{file} donne une valeur impossible ({place}) : prenez une autre copie.",
    Flaw.CANDIDATE_TWICE: "manifest.json donne deux fois un même N° élève ({place}) : personne ne saurait de qui est le livret. Prenez une autre copie.",
    Flaw.CANDIDATE_CLASH: "manifest.json donne deux N° élève que Windows confondrait ({place}) : prenez une autre copie.",
    Flaw.CANDIDATE_FILE: "manifest.json donne à un candidat un livret qui n’est pas à son numéro ({place}) : ne l’employez pas, prenez une autre copie.",
    Flaw.FILES_NAME: "manifest.json nomme un fichier qu’une copie n’a jamais ({place}) : elle a été fabriquée, prenez une autre copie.",
    Flaw.FILES_TWICE: "manifest.json nomme deux fois un même fichier : prenez une autre copie.",
    Flaw.FILES_CLASH: "manifest.json nomme deux fichiers que Windows confondrait : prenez une autre copie.",
    Flaw.FILES_ORDER: "manifest.json ne donne pas ses fichiers dans l’ordre : il n’a pas été écrit par LSL Desk. Prenez une autre copie.",
    Flaw.FILES_UNOWNED: "manifest.json nomme un livret qui n’est à aucun candidat ({place}) : prenez une autre copie.",
    Flaw.FILES_LACKING: "manifest.json ne donne pas l’empreinte de {place} : rien ne garantirait ce fichier. Prenez une autre copie.",
    Flaw.FILES_SIZE: "manifest.json annonce une taille impossible ({place}) : prenez une autre copie.",
    Flaw.INDEX_TEXT: "index.html n’est pas une page simple ({what}) : deux navigateurs pourraient la lire autrement. Ne l’ouvrez pas, passez par LSL Desk ou prenez une autre copie.",
    Flaw.INDEX_SCRIPT: "index.html contient un programme ({what}) : ne l’ouvrez pas, prenez une autre copie.",
    Flaw.INDEX_RESOURCE: "index.html va chercher quelque chose ailleurs ({what}) : ne l’ouvrez pas, prenez une autre copie.",
    Flaw.INDEX_LINK: "index.html mène à un autre livret que celui du N° élève {number} ({link}) : ouvrez les livrets par leur nom de fichier, ou prenez une autre copie.",
    Flaw.INDEX_ROW: "La ligne du N° élève {number} dans index.html n’est pas celle du manifeste : ne vous fiez pas à cette page, prenez une autre copie.",
    Flaw.INDEX_ROWS: "index.html a {rows} lignes pour {candidates} candidats : ne vous fiez pas à cette page, prenez une autre copie.",
    Flaw.HASHES_TEXT: "empreintes.txt n’est pas une liste d’empreintes (ligne {line}) : ne l’imprimez pas, prenez une autre copie.",
    Flaw.HASHES_TWICE: "empreintes.txt donne deux fois {name} : ne l’imprimez pas, prenez une autre copie.",
    Flaw.HASHES_OTHER: "empreintes.txt ne donne pas à {name} l’empreinte du manifeste : ne l’imprimez pas, prenez une autre copie.",
    Flaw.HASHES_EXTRA: "empreintes.txt nomme {name}, qui n’est pas de la copie : ne l’imprimez pas, prenez une autre copie.",
    Flaw.HASHES_LACKING: "empreintes.txt ne nomme pas {name} : ne l’imprimez pas, prenez une autre copie.",
    Flaw.JURY_OTHER: "Cette copie est celle du jury {jury}, pas du jury {expected} : prenez celle du jury {expected}.",
    Flaw.JURY_NOWHERE: "{file} ne contient aucune copie du jury {expected} (il y a : {found}) : prenez la clé de ce jury.",
    Flaw.VERSION_OLD: "Cette copie est la version {version}, plus ancienne que la version {floor} : prenez la plus récente, ou demandez au chef de centre.",
    Flaw.VERSION_DOUBLE: "Deux copies différentes se disent la version {version} du jury {jury} (manifestes {own} et {other}) : comparez avec la feuille de salle, et prévenez le centre.",
    Flaw.KEY_UNKNOWN: "Cette copie est signée par une autre clé ({own}) que celle attendue : ne l’employez pas. Comparez avec la feuille de salle, et prévenez le centre.",
    Flaw.CODE_FORM: "Ce code n’est pas un code de jury : relisez-le sur la feuille de salle, sept mots séparés par des tirets.",
    Flaw.CODE_WRONG: "Le code n’ouvre pas jury.lsl : vérifiez que c’est celui de ce jury. S’il l’est, jury.lsl ou manifest.json vient d’ailleurs ; prenez une autre copie.",
    Flaw.BOX_TEXT: "jury.lsl n’a pas la forme attendue : il n’a pas été écrit par LSL Desk. Prenez une autre copie.",
    Flaw.BOX_KDF: "jury.lsl demande un calcul démesuré ou trop faible pour l’ouvrir : il a été fabriqué. Prenez une autre copie.",
    Flaw.BOX_CONTENT: "jury.lsl s’ouvre, mais son contenu n’est pas celui d’un jury : prenez une autre copie.",
    Flaw.BOX_OTHER: "{file} n’est pas celui dont jury.lsl répond : il a été remplacé et la copie signée de nouveau. Ne l’employez pas, prévenez le centre.",
    Flaw.BOX_LACKING: "jury.lsl ne répond pas de {file} : il a été ajouté et la copie signée de nouveau. Ne l’employez pas, prévenez le centre.",
    Flaw.PROOF_OTHER: "{file} n’est ni une copie, ni des visas, ni un PV, ni un journal, ni un dossier de candidat, ni un certificat d’effacement, ni des actes exportés : vérifiez que c’est bien ce fichier.",
    Flaw.SIGNER_OTHER: "{file} est signé par une autre clé ({own}) que celle attendue ({expected}) : il ne vient pas d’où vous pensez. Ne vous y fiez pas, et demandez d’où il vient.",
    Flaw.WORDS_OTHER: "Les mots notés ({noted}) ne sont pas ceux de {file} ({here}) : ce n’est pas le PV qui a été signé. Relisez le papier, puis demandez le bon PV.",
    Flaw.VISA_TWICE: "{file} donne deux visas au N° élève {number} : personne ne saurait lequel vaut. Demandez un autre envoi.",
    Flaw.VISA_NOBODY: "Le visa du N° élève {number} dans {file} ne dit ni qui a examiné le livret, ni qu’il n’avait pas à l’être : il ne prouve rien. Demandez un autre envoi.",
    Flaw.PV_ALTERED: "{file} n’est pas le PV que le poste a signé : il est abîmé ou a été modifié. Ne vous y fiez pas, demandez le PV à l’académie.",
    Flaw.PDF_ALTERED: "{file} n’est pas le papier que le poste a signé avec ce PV : il est abîmé ou a été modifié. Imprimez-le de nouveau, ou demandez-le à l’académie.",
    Flaw.RECORD_OTHER: "{file} est signé pour un autre PV que celui qui l’accompagne : ne vous y fiez pas, demandez le PV à l’académie.",
    Flaw.SHEET_ALTERED: "{file} n’est pas la feuille d’état que le poste a signée\u00a0: elle est abîmée ou a été modifiée. Prenez-en une autre.",
    Flaw.SHEET_LACKING: "{file} n’est pas à côté de sa signature\u00a0: remettez les deux fichiers dans le même dossier.",
    Flaw.WORDS_NOWHERE: "Aucun PV n’est signé dans {file} : rien n’y est à comparer aux mots notés. Donnez le PV lui-même.",
    Flaw.LINE_MISSING: "La ligne n° {line} de {file} manque : elle a été retirée. Ne vous fiez pas à ce journal, demandez-en un autre.",
    Flaw.LINES_MISSING: "Les lignes n° {first} à {last} de {file} manquent : elles ont été retirées. Ne vous fiez pas à ce journal, demandez-en un autre.",
    Flaw.LINE_MOVED: "La ligne n° {line} de {file} n’est pas à sa place : elle a été déplacée ou ajoutée. Ne vous fiez pas à ce journal, demandez-en un autre.",
    Flaw.LINE_UNREADABLE: "La ligne n° {line} de {file} n’est pas écrite comme LSL Desk l’écrit : elle est abîmée ou a été modifiée. Ne vous fiez pas à ce journal, demandez-en un autre.",
    Flaw.LINE_UNHELD: "La ligne n° {line} de {file} n’est pas celle que le poste ou l’académie a signée : elle a été modifiée. Ne vous fiez pas à ce journal, demandez-en un autre.",
    Flaw.LINE_CHAIN: "La ligne n° {line} de {file} ne suit pas celle d’avant : elle, ou une autre depuis la ligne n° {proven}, a été modifiée. Ne vous fiez pas à ce journal, demandez-en un autre.",
    Flaw.CASE_MIXED: "{file} est d’un autre jury, d’un autre candidat ou d’une autre académie que le dossier : plusieurs dossiers sont mêlés. Demandez-en un autre.",
    Flaw.CASE_STEP: "À l’étape {step} (ligne n° {line} du journal), les actes signés donnent d’autres notes que dossier.json : ne vous fiez pas à ce dossier, demandez-en un autre.",
    Flaw.CASE_END: "Les actes signés ne mènent pas aux notes que porte la décision : il en manque, ou dossier.json a été fabriqué. Ne vous fiez pas à ce dossier, demandez-en un autre.",
    Flaw.CASE_DECISION: "La décision de dossier.json n’est pas celle que dit le dernier acte signé : ne vous fiez pas à ce dossier, demandez-en un autre.",
    Flaw.CASE_UNEXAMINED: "Aucun acte signé ne dit que le livret a été examiné comme l’écrit dossier.json : ne vous fiez pas à ce dossier, demandez-en un autre.",
    Flaw.CASE_VISA: "Le visa de dossier.json n’est pas celui que l’académie a signé ({file}) : ne vous fiez pas à ce dossier, demandez-en un autre.",
    Flaw.CASE_PV: "{file} ne dit pas de ce candidat ce que disent les actes signés : ce n’est pas le PV de ce dossier. Demandez-en un autre.",
}

_LONGEST_FACT: Final = 120
"""Characters of a name or value in a sentence."""


class _Facts(dict[str, str]):
    """Facts of a flaw; one that was not given never turns a refusal into a crash."""

    def __missing__(self, name: str) -> str:
        return "?"


def sentence(finding: Finding) -> str:
    """The sentence of a finding. What a copy says stands in it as a plain line: no order to the terminal, cut if long."""
    facts = {name: shown(fact) for name, fact in finding.facts.items()}
    if finding.flaw is Flaw.MEMBER_OTHER_VERSION:
        facts["other"] = f" ({facts['other']})" if facts.get("other") else ""
    return SENTENCES[finding.flaw].format_map(_Facts(facts | {"file": shown(finding.file)}))


def shown(text: str) -> str:
    """What a file says, fit to stand in a line of a terminal."""
    line = plain(text)
    return line if len(line) <= _LONGEST_FACT else f"{line[:_LONGEST_FACT]}…"
