# SPDX-License-Identifier: AGPL-3.0-or-later
"""The French sentences of refusals, anomalies and problems: what, where, what to do; for the window and the commands.

Typography: U+202F before ; ! ?, U+00A0 before : and inside « ». ``{name}`` are facts of the refusal.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from lsl_desk.domain.acts import Role
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem, NumberCheck
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
    Code.LIST_HEADER: "La liste « {member} » n’a pas toutes les colonnes attendues (manque : {columns}) : ajoutez-les, puis recommencez.",
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
    Code.LIVRET_SHUT: "Le livret {number} ne s’ouvre pas ({why})\u00a0: synchronisez, ou demandez-le à la DEC.",
    Code.LIVRET_REFUSED: "Le livret {number} ne porte plus l’empreinte de l’import : réimportez ce jury.",
    Code.PAGE_UNKNOWN: "Ce livret n’a pas de page {page} : il en a {pages}.",
    Code.PAGE_UNREADABLE: "Page illisible : le fichier est abîmé. Demandez le livret papier ou une autre copie.",
    Code.PAGE_OTHER_NUMBER: "{number}, page {page} porte {found}\u00a0: prévenez la DEC, qui enverra un autre fichier.",
    Code.PAGE_NO_NUMBER: "{number}, page {page} ne porte aucun numéro\u00a0: prévenez la DEC, qui enverra un autre fichier.",
    Code.PAGE_VEILED: "La page {page} du livret {number} porte un autre numéro : elle n’est pas comptée comme lue.",
    Code.PAGE_WORKER_DOWN: "Le lecteur de pages ne démarre pas : fermez d’autres applications et réessayez.",
    Code.VALUE_OUT_OF_RANGE: "{name} : {value} n’est pas permis ({allowed}).",
    Code.QUERY_FIELD: "champ inconnu : {field}",
    Code.QUERY_VALUE: "{field} : valeur inconnue « {value} » ({allowed})",
    Code.SETTINGS_UNREADABLE: "Le fichier de réglages ne peut pas être lu ({where}) : les réglages d’origine servent, le fichier n’a pas été touché.",
    Code.OUTPUT_UNWRITABLE: "« {path} » ne peut pas être écrit : vérifiez vos droits et la place libre.",
    Code.SITTING_OPENED: "La séance du jury {jury} est déjà ouverte\u00a0: seule une passation peut encore changer qui préside.",
    Code.CENTRE_HEAD_ONLY: "Seul le chef de centre prépare les jurys\u00a0: demandez-lui de le faire sur son poste.",
    Code.NUMBER_NOWHERE: "«\u00a0{number}\u00a0» n’est dans aucun jury de ce poste\u00a0: vérifiez le numéro, ou appelez la DEC.",
    Code.NUMBER_ELSEWHERE: "Le N° {number} appartient au centre {centre}\u00a0: transmettez-lui ce livret, et signalez-le à la DEC.",
    Code.NUMBER_AMBIGUOUS: "Le N° {number} est dans plusieurs jurys de ce poste ({juries})\u00a0: vérifiez le numéro imprimé sur le livret, zéros compris.",
    Code.PICTURE_UNREADABLE: "«\u00a0{path}\u00a0» n’est pas une image lisible\u00a0: prenez la photo de nouveau, ou tapez le numéro.",
    Code.CODE_NOT_FOUND: "Aucun code-barres n’a été lu dans «\u00a0{path}\u00a0»\u00a0: photographiez-le de plus près et bien à plat, ou tapez le numéro.",
    Code.CODE_SEVERAL: "Plusieurs codes-barres sont dans «\u00a0{path}\u00a0» ({codes})\u00a0: n’en photographiez qu’un, ou tapez le numéro.",
    Code.MESSAGE_EMPTY: "Le message à la DEC est vide\u00a0: écrivez ce qu’il faut signaler.",
    Code.MESSAGE_TOO_LONG: "Le message à la DEC a {length} caractères\u00a0: {most} au plus, raccourcissez-le.",
    Code.DRILL_MISSING: "Aucun exercice de coupure n’a encore été fait pour le jury {jury}\u00a0: faites-le, puis demandez l’attestation.",
    Code.PHONE_ODD: "Ce numéro de téléphone n’en est pas un\u00a0: écrivez les dix chiffres, ou le numéro précédé de l’indicatif (+33).",
    Code.SHEET_INCOMPLETE: "La feuille de salle du jury {jury} n’est pas complète (manque\u00a0: {missing})\u00a0: donnez-le, puis recommencez.",
    Code.COPY_GONE: "«\u00a0{path}\u00a0» n’est pas là\u00a0: rebranchez la clé ou choisissez un autre dossier, puis recommencez. Rien d’incomplet n’a pris le nom d’une copie.",
    Code.COPY_READ_ONLY: "«\u00a0{path}\u00a0» est protégé contre l’écriture\u00a0: ôtez la protection de la clé, ou choisissez un autre dossier. Rien n’y a été laissé.",
    Code.COPY_NO_ROOM: "La place manque sur «\u00a0{path}\u00a0»\u00a0: {needed} nécessaires, {free} libres. Libérez de la place ou prenez une autre clé.",
    Code.COPY_FULL: "«\u00a0{path}\u00a0» est plein\u00a0: la copie n’a pas été faite, rien d’incomplet n’y porte son nom. Libérez de la place ou prenez une autre clé.",
    Code.COPY_TOO_LARGE: "La copie dépasse ce qu’un fichier de «\u00a0{path}\u00a0» peut contenir (4\u00a0Go sur une clé FAT32)\u00a0: faites-la en dossier, ou prenez une autre clé.",
    Code.COPY_FAILED: "«\u00a0{path}\u00a0» a refusé l’écriture ({detail})\u00a0: la copie n’a pas été faite. Essayez une autre clé.",
    Code.COPY_NOT_WHOLE: "Relue sur «\u00a0{path}\u00a0», la copie n’est pas celle qui a été écrite ({member})\u00a0: elle a été retirée. Cette clé est abîmée, prenez-en une autre.",
    Code.COPY_EMPTY: "Le jury {jury} n’a aucun candidat\u00a0: il n’y a rien à copier.",
    Code.COPY_NO_NAME: "Le nom du jury «\u00a0{jury}\u00a0» ne peut pas être celui d’un dossier sur toutes les clés\u00a0: importez ce jury sous un autre nom, sans signe particulier.",
    Code.COPY_LIVRET: "Le livret {number} ne peut pas être protégé par le code\u00a0: la copie n’a pas été faite. Redemandez ce livret, puis recommencez.",
    Code.COPY_UNKNOWN: "«\u00a0{path}\u00a0» n’est pas un plan de secours\u00a0: choisissez le dossier ou l’archive «\u00a0plan-de-secours-…\u00a0».",
    Code.COPY_BROKEN: "«\u00a0{path}\u00a0» n’est pas un plan de secours intact ({flaw})\u00a0: prenez une autre copie, et gardez celle-ci à part.",
    Code.COPY_BOX: "Le fichier jury.lsl de «\u00a0{path}\u00a0» est abîmé ou vient d’une version plus récente\u00a0: prenez une autre copie. Les livrets s’ouvrent toujours avec un lecteur de PDF et le code.",
    Code.COPY_CODE_NEEDED: "«\u00a0{path}\u00a0» est un plan de secours\u00a0: il s’ouvre avec le code du jury, qui est sur la feuille de salle.",
    Code.COPY_CODE_ODD: "Ce code n’en est pas un\u00a0: il faut les sept mots de la feuille de salle, dans l’ordre.",
    Code.COPY_CODE_OTHER: "Ce code n’est pas celui de cette copie\u00a0: vérifiez les sept mots et le jury sur la feuille de salle.",
    Code.COPY_CODE_WRONG: "Code inexact\u00a0: vérifiez les sept mots de la feuille de salle. Essais restants\u00a0: {left}.",
    Code.COPY_CODE_WAIT: "Cinq codes inexacts pour le jury {jury}\u00a0: attendez {minutes}\u00a0min avant d’essayer de nouveau. Les PDF s’ouvrent toujours avec le code.",
    Code.COPY_OLDER: "Cette copie du jury {jury} (n°\u00a0{found}) est plus ancienne que celle déjà ouverte ici (n°\u00a0{held})\u00a0: prenez la plus récente. Le chef de centre peut l’ouvrir quand même.",
    Code.SITTING_CLOSED: "La séance du jury {jury} est close : plus rien ne s’y change.",
    Code.JUNE_OVER: "La session de remplacement siège\u00a0: le jury {jury} de juin est en lecture seule. S’il délibère encore, refaites son émargement (Ctrl+E)\u202f; il reprend aussitôt.",
    Code.MARK_UNKNOWN: "Le candidat {number} n’a pas d’épreuve {exam} à l’académie : vérifiez l’épreuve.",
    Code.MARK_STALE: "La note {exam} du candidat {number} a changé à l’académie depuis cette saisie : reprenez-la sur la note en vigueur.",
    Code.MARK_OVERTAKEN: "La DEC a corrigé la note «\u00a0{exam}\u00a0» du candidat {number}\u00a0: {office}, et non {before}\u202f; la saisie {typed} reste sans effet. Reprenez-la sur {office}.",
    Code.MARK_OUT_OF_RANGE: "{value}\u00a0: note de 0 à 20 pour l’épreuve «\u00a0{exam}\u00a0».",
    Code.PRESIDENT_ONLY: "Seul qui préside le jury {jury} peut le faire : demandez-le-lui.",
    Code.CONFLICT_UNKNOWN: "Ce désaccord du jury {jury} est déjà réglé : il n’y a rien à choisir.",
    Code.CONFLICT_OPEN: "Le jury {jury} a encore des désaccords ({count}) : réglez-les avant de clore.",
    Code.MARK_DISPUTED: "La note «\u00a0{exam}\u00a0» a deux valeurs\u00a0: réglez d’abord ce désaccord (F7).",
    Code.ROLE_OTHER: "Cet acte est signé en une autre qualité que celle de ce poste : il est gardé sans effet, prévenez la DEC.",
    Code.SITTING_NOT_OPEN: "La séance du jury {jury} n’est pas ouverte\u00a0: ouvrez-la, émargement fait, avant de décider.",
    Code.HEAD_AWAY: "Personne n’est présent pour présider le jury {jury}\u00a0: rien ne s’ouvre, ne se décide ni ne se clôt\u202f; corrigez l’émargement (Ctrl+E), ou passez la présidence.",
    Code.PRESIDENT_REMOTE: "Le président du jury {jury} ne peut pas siéger à distance (D334-21-1)\u00a0: faites présider le vice-président.",
    Code.PRESIDES_ALREADY: "Cette personne préside déjà le jury {jury}\u00a0: il n’y a rien à passer.",
    Code.CANDIDATE_UNKNOWN: "Le candidat {number} n’est pas de ce jury ({jury})\u00a0: vérifiez le numéro.",
    Code.MARK_WHOLE: "{value}\u00a0: points entiers pour l’épreuve «\u00a0{exam}\u00a0».",
    Code.MARK_TENTH: "{value}\u00a0: au dixième de point pour l’épreuve «\u00a0{exam}\u00a0» (contrôle continu).",
    Code.MARK_NOT_A_NUMBER: "«\u00a0{value}\u00a0» n’est pas une note\u00a0: tapez un nombre de 0 à 20.",
    Code.MARK_NOT_RAISABLE: "L’épreuve «\u00a0{exam}\u00a0» n’est pas relevable par le jury\u00a0: choisissez-en une autre.",
    Code.MARK_ANTICIPATED: "L’épreuve anticipée «\u00a0{exam}\u00a0», délibérée l’an dernier, est non relevable\u00a0: choisissez-en une autre.",
    Code.MARK_LOWERED: "Une délibération ne baisse pas la note «\u00a0{exam}\u00a0» du candidat {number} sous {office}, note du correcteur ou note provisoire.",
    Code.MARK_SAME: "L’épreuve «\u00a0{exam}\u00a0» a déjà cette note\u00a0: il n’y a rien à changer.",
    Code.MARK_NOT_MISSING: "La note «\u00a0{exam}\u00a0» du candidat {number} est connue\u00a0: il n’y a pas de note manquante à régler.",
    Code.MARK_MISSING: "La note «\u00a0{exam}\u00a0» du candidat {number} manque\u00a0: réglez d’abord la note manquante.",
    Code.AVERAGE_NONE: "Le livret {number} ne donne pas de moyenne pour «\u00a0{exam}\u00a0»\u00a0: aucune note provisoire. Demandez la note à la DEC\u202f; d’ici là, laissez-la attendue.",
    Code.RAISE_FORBIDDEN: "Les règles de la session {session} ne permettent pas de relever une note.",
    Code.RAISE_SHORT: "«\u00a0{exam}\u00a0»\u00a0: même à 20 il manquerait {points} points.",
    Code.POINTS_FORBIDDEN: "Session {session}\u00a0: pas de points de jury\u202f; relevez une note.",
    Code.POINTS_CAP: "{points} points\u00a0: plafond {cap} points pour la session {session}. Donnez-en moins.",
    Code.POINTS_WHOLE: "Les points de jury sont entiers et positifs\u00a0: corrigez «\u00a0{value}\u00a0».",
    Code.HELP_UNDER: "Session {session}\u00a0: moyenne du premier groupe sous {under}\u00a0: aucune aide du jury ne peut ouvrir le second groupe.",
    Code.DECISION_TOTAL: "Le total du candidat {number} ({points} points) ne donne pas «\u00a0{ruling}\u00a0»\u00a0: les règles disent «\u00a0{proposal}\u00a0».",
    Code.DECISION_INCOMPLETE: "Notes du candidat {number} qui manquent\u00a0: {exam}. Réglez-les avant une décision finale.",
    Code.DECISION_FORGOTTEN: "Candidat {number}\u00a0: la DEC n’a donné aucune de ses notes, et celles des autres sont là. Demandez-les-lui avant une décision finale.",
    Code.DECISION_PRESENT: "Candidat {number}\u00a0: toutes ses notes sont là, il n’est pas absent. Une absence non justifiée vaut zéro\u202f; décidez sur le total.",
    Code.DECISION_MENTION: "Les règles ne donnent pas la mention {mention} au candidat {number}\u00a0: retirez-la, ou prenez celle qu’elles proposent.",
    Code.DECISION_GROUP: "Ce jury est déjà celui du second groupe\u00a0: décidez «\u00a0admis\u00a0» ou «\u00a0ajourné\u00a0».",
    Code.DECISION_MARKS: "Les notes du candidat {number} ont changé depuis que cette décision a été préparée\u00a0: relisez-les et décidez de nouveau.",
    Code.DECISION_NONE: "Le candidat {number} n’a pas de décision\u00a0: il n’y a rien à retirer.",
    Code.LIVRET_UNREAD: "Livret {number} non lu jusqu’au bout\u00a0: «\u00a0ajourné\u00a0» est impossible avant (D334-10). Lisez-le depuis la première page non lue.",
    Code.LIVRET_PAGES: "Livret {number}\u00a0: cette lecture compte {told} pages et le livret en a {pages}\u202f; elle ne compte pas. Relisez-le en entier.",
    Code.LIVRET_NOT_EXAMINED: "Livret {number} non examiné\u00a0: «\u00a0ajourné\u00a0» est impossible avant (D334-10). Déclarez le livret papier examiné, ou «\u00a0aucun livret fourni\u00a0» avec une raison.",
    Code.LIVRET_TO_READ: "Le livret numérique {number} est ici\u00a0: c’est en le lisant qu’on l’examine.",
    Code.LIVRET_IS_THERE: "Un livret est annoncé ou présent pour {number}\u00a0: «\u00a0aucun livret fourni\u00a0» serait faux.",
    Code.CLOSING_UNREAD: "Clôture impossible\u00a0: ajournés dont le livret n’est pas examiné\u00a0: {count}, à commencer par {number}. Ouvrez-le.",
    Code.CLOSING_UNDECIDED: "Clôture impossible\u00a0: candidats sans décision\u00a0: {count}, à commencer par {number}.",
    Code.CLOSING_STALE: "Clôture impossible\u00a0: décisions prises sur des notes qui ont changé depuis\u00a0: {count}, à commencer par {number}. Décidez de nouveau.",
    Code.CLOSING_UNEQUAL: "{count} cas semblables ont reçu des décisions différentes : expliquez chacun d’eux, ou corrigez, puis clôturez.",
    Code.INEQUALITY_UNKNOWN: "Ces décisions ont changé depuis : il n’y a plus de cas à expliquer ici, actualisez la liste.",
    Code.CASE_FROZEN: "N° {number} : les noms sont connus du jury ou la séance a été close, rien ne change plus ; reprenez d’abord ce dossier, avec une raison que le PV gardera.",
    Code.CASE_OPEN: "N° {number} : ce dossier est encore ouvert, il n’est pas à reprendre.",
    Code.NAMES_EARLY: "Les noms ne sont connus qu’une fois toutes les décisions prises : il en reste {count} à prendre ou à revoir.",
    Code.NAMES_KNOWN: "Les noms sont déjà connus du jury {jury}.",
    Code.NAMES_SEALED: "Les noms du jury {jury} sont sous scellés : levez d’abord l’anonymat, quand toutes les décisions sont prises.",
    Code.NAMES_ABSENT: "Les noms du jury {jury} ne sont pas sur ce poste : le PV porte les seuls numéros, l’académie tient la liste des noms.",
    Code.PV_NOT_CLOSED: "Le PV du jury {jury} se signe une fois la séance close : clôturez d’abord.",
    Code.PV_CHANGED: "Le PV du jury {jury} a changé depuis qu’il a été montré : relisez-le avant de signer.",
    Code.SIGNER_OTHER: "Seul un {seat} présent à la séance signe à cette place : vérifiez le nom, ou l’émargement.",
    Code.SIGNATURE_GIVEN: "Le {seat} a déjà signé ce PV.",
    Code.SIGNATURE_REFUSED: "Le {seat} a refusé de signer ce PV : personne ne signe à sa place, la DEC en est avertie.",
    Code.CASE_STALE: "Les notes du dossier {number} ont changé depuis la décision, à l’étape {step}\u00a0: décidez de nouveau, puis enregistrez le dossier.",
    Code.REPLAY_BROKEN: "Le dossier {number} rejoué ne finit pas sur l’état gardé\u00a0: il s’en écarte à l’étape {step}. Ne vous fiez pas à cette relecture\u202f; vérifiez le journal avec lsl-verify, et prévenez l’académie.",
    Code.REPLAY_GAP: "Le dossier {number} ne se rejoue pas\u00a0: la ligne {line} du journal manque, ou n’est pas celle que l’académie a reçue, à l’étape {step}. Rien n’en est montré\u202f; prévenez l’académie, qui a le journal entier.",
    Code.CASE_PAPERS: "{path} n’est pas le PV de cette séance, ou n’est pas entier\u00a0: contrôlez-le avec lsl-verify, puis donnez le bon fichier.",
    Code.RULES_UNKNOWN: "Aucune règle n’est connue pour la série {serie} de la session {session}\u00a0: vérifiez la série et la session.",
    Code.RULES_INVALID: "Le fichier de règles {name} est refusé, {where}\u00a0: {expected}.",
    Code.RULES_SPECIAL: "La session {session} a eu des règles d’exception ({why}), que LSL Desk n’applique pas\u00a0: décidez d’après ses textes.",
    Code.MARKS_UNREADABLE: "Le fichier de notes «\u00a0{path}\u00a0» est refusé, {where}\u00a0: {expected}.",
    Code.MARKS_EXAM: "«\u00a0{exam}\u00a0» n’est pas une épreuve de la série {serie}, session {session}\u00a0: écrivez un de ces codes, {known}.",
    Code.MARKS_CHOICE: "«\u00a0{value}\u00a0» n’est pas un choix de l’épreuve {exam}, série {serie}\u00a0: écrivez un de ceux-ci, {known}.",
    Code.MARKS_CLASH: "{first} et {second} ne vont pas ensemble dans la série {serie}\u00a0: n’en gardez qu’une.",
    Code.MARKS_PARTS: "La spécialité {value} de la série {serie} a une note par partie\u00a0: donnez {exam} à sa place.",
    Code.MARKS_OWN: "La spécialité {value} de la série {serie} n’a pas de note à elle, elle relève le coefficient de {exam}\u00a0: retirez sa note.",
    Code.MARKS_YEARS: "Les années d’option de {exam} ne se comptent pas ainsi\u00a0: {most} au plus en tout, et deux par option.",
    Code.JURY_NOT_YOURS: "Le jury {jury} n’est pas confié à ce poste : demandez-le à la DEC.",
    Code.NET_BY_CHOICE: "Le réseau est coupé par choix, pour l’exercice de coupure\u00a0: il revient à la fin de l’exercice.",
    Code.NET_NAME: "Le serveur « {host} » est introuvable : vérifiez son adresse et le réseau de l’établissement.",
    Code.NET_REFUSED: "Le serveur « {host} » ne répond pas à cette adresse : il est arrêté, ou un pare-feu le cache.",
    Code.NET_TIMEOUT: "Le serveur « {host} » met trop longtemps à répondre : le travail continue hors ligne, l’envoi reprendra seul.",
    Code.NET_CUT: "La liaison avec « {host} » s’est coupée en cours d’échange : rien n’est perdu, elle reprendra seule.",
    Code.NET_TLS_UNKNOWN: "La liaison avec « {host} » est interceptée ou n’est pas celle de l’académie (certificat de « {issuer} ») : rien n’a été envoyé, prévenez l’informatique.",
    Code.NET_TLS_DATE: "Le certificat de « {host} » n’est pas valable à la date de ce poste : vérifiez d’abord la date et l’heure de l’ordinateur.",
    Code.NET_TLS_NAME: "Le certificat présenté n’est pas celui de « {host} » : rien n’a été envoyé, vérifiez l’adresse du serveur.",
    Code.NET_PROXY_AUTH: "Le proxy du réseau demande un mot de passe : donnez-le dans les réglages du réseau.",
    Code.NET_PROXY: "Le proxy « {proxy} » ne laisse pas passer : vérifiez les réglages du réseau.",
    Code.NET_PORTAL: "Le réseau demande de s’identifier (portail d’accueil) : ouvrez un navigateur, identifiez-vous, puis recommencez.",
    Code.NET_GATEWAY: "Le serveur « {host} » est momentanément arrêté (réponse {status}) : l’envoi reprendra seul.",
    Code.NET_LENGTH: "La réponse de « {host} » n’a pas la longueur annoncée : elle n’a pas été lue et sera redemandée.",
    Code.NET_ENCODING: "La réponse de « {host} » est mal compressée : elle n’a pas été lue, un appareil du réseau l’a modifiée.",
    Code.NET_OTHER_SERVER: "Le serveur qui répond à « {host} » n’est pas l’académie de ce poste : rien n’a été envoyé, vérifiez l’adresse.",
    Code.NET_ANSWER: "La réponse de « {host} » n’est pas celle d’un serveur LSL Desk : elle n’a pas été lue, vérifiez l’adresse.",
    Code.HALL_HEAD_ONLY: "Seul qui préside ou assiste un jury ouvre la salle : ouvrez-la sur le poste du président.",
    Code.HALL_BLOCKED: "Ce poste ne peut pas ouvrir de salle : son système le refuse. Continuez sur ce seul poste : tout y est enregistré, et partira vers l’académie à son retour.",
    Code.HALL_UNREACHABLE: "Aucune salle ne répond à « {address} » : vérifiez l’adresse affichée sur le poste qui l’a ouverte. Si le pare-feu bloque les postes entre eux, travaillez sur ce seul poste : tout y est enregistré.",
    Code.HALL_CODE_WRONG: "Code inexact : vérifiez les six chiffres affichés sur le poste qui a ouvert la salle. Essais restants : {left}.",
    Code.HALL_CODE_WAIT: "Cinq codes inexacts : attendez {minutes} min avant d’essayer de nouveau, puis lisez le code affiché alors.",
    Code.HALL_OTHER_JURY: "Cette salle est celle d’un autre jury que le {jury} : vérifiez l’adresse.",
    Code.HALL_OVER: "La salle a été fermée ou rouverte : redemandez le code au poste qui l’ouvre. Ce que vous avez fait est enregistré ici.",
    Code.HALL_STRANGER: "Un acte vient d’un poste que la salle ne connaît pas : il reste sur son poste, et l’académie le recevra de lui.",
    Code.NOT_ENROLLED: "Ce poste n’est pas encore relié à une académie : reliez-le d’abord.",
    Code.DEVICE_UNKNOWN: "L’académie ne connaît pas ce poste : reliez-le de nouveau, les actes gardés ici seront envoyés ensuite.",
    Code.DEVICE_REVOKED: "L’académie a retiré ce poste : les actes gardés ici sont envoyés, puis le coffre est effacé.",
    Code.TOKEN_EXPIRED: "La session de ce poste est finie : elle reprend d’elle-même.",
    Code.FORBIDDEN: "Ce poste n’a pas le droit de le faire : demandez-le à la DEC.",
    Code.NOT_FOUND: "L’académie n’a pas ce qui est demandé : actualisez la liste des jurys.",
    Code.REQUEST_INVALID: "La demande n’est pas valable ({where}) : corrigez-la et recommencez.",
    Code.TOO_LARGE: "La demande est trop longue : envoyez-la en plusieurs fois.",
    Code.TOO_MANY_REQUESTS: "Trop de demandes en peu de temps : recommencez dans {seconds} s.",
    Code.SERVER_FULL: "Le disque du serveur de l’académie est plein, rien n’y a été gardé\u00a0: il faut y faire de la place, prévenez la DEC.",
    Code.SERVER_FAULT: "Le serveur de l’académie a eu une panne (n° {reference}) : rien n’a été gardé, recommencez ou prévenez la DEC.",
    Code.ADDRESS_TAKEN: "Le serveur ne peut pas écouter sur {host}:{port} : un autre programme s’en sert, ou le droit manque.",
    Code.SERVER_NEWER: "Le serveur parle une version que ce poste ne connaît pas ({protocol}) : mettez LSL Desk à jour.",
    Code.ENROLMENT_EXPIRED: "Cette demande de liaison a expiré : recommencez-la.",
    Code.ENROLMENT_REFUSED: "La liaison de ce poste a été refusée à l’académie : vérifiez avec la DEC qui l’a refusée et pourquoi.",
    Code.ENROLMENT_CHANGED: "La clé montrée n’est pas celle annoncée : la liaison est abandonnée, recommencez-la et comparez les six chiffres.",
    Code.ACT_ALTERED: "Un acte déjà reçu sous ce numéro est différent : il n’a pas été gardé, prévenez la DEC.",
    Code.ACT_UNREADABLE: "Un acte envoyé n’est pas lisible par l’académie : mettez LSL Desk à jour.",
    Code.ACT_UNSIGNED: "La signature d’un acte ne se vérifie pas : il n’a pas été gardé, prévenez la DEC.",
    Code.CHAIN_FORKED: "Les actes de ce poste ne suivent plus ceux que l’académie a reçus (à l’acte {sequence}) : gardez ce coffre et prévenez la DEC.",
    Code.FEED_BROKEN: "Les actes du jury {jury} reçus de l’académie ne se suivent pas (au n° {sequence}) : ils ne sont pas repris, prévenez la DEC.",
    Code.MANIFEST_OLDER: "L’académie propose une version plus ancienne du jury {jury} que celle de ce poste : elle est refusée, prévenez la DEC.",
    Code.MANIFEST_NEWER: "La liste du jury {jury} est d’une version que ce poste ne connaît pas\u00a0: mettez LSL Desk à jour, puis synchronisez. Les autres jurys n’attendent pas.",
    Code.MANIFEST_UNSIGNED: "La liste du jury {jury} n’est pas signée par l’académie de ce poste : elle est refusée.",
    Code.RECEIPT_UNSIGNED: "Un reçu n’est pas signé par l’académie de ce poste : il est refusé, l’acte sera renvoyé.",
    Code.LIVRET_ALTERED: "Le livret {number} reçu n’a pas l’empreinte annoncée : il n’a pas été gardé et sera redemandé.",
    Code.SIGN_IN_WRONG: "Identifiant ou mot de passe inexact : vérifiez les deux et recommencez.",
    Code.CODE_WRONG: "Identifiant ou code inexact, ou code déjà utilisé : demandez un nouveau code à la DEC.",
    Code.PASSWORD_WEAK: "Mot de passe trop faible : au moins 12 caractères variés, sans votre identifiant ; par exemple quatre mots sans lien entre eux.",
    Code.PASSWORD_OTHER: "Les deux mots de passe ne sont pas les mêmes : retapez-les.",
    Code.LOGIN_TAKEN: "L’identifiant « {login} » est déjà pris : choisissez-en un autre.",
    Code.LOGIN_INVALID: "Cet identifiant n’est pas permis : de 3 à 60 lettres sans accent, chiffres, points, tirets ou @.",
    Code.ACCOUNT_UNKNOWN: "Ce compte n’existe pas ou est fermé : actualisez la liste.",
    Code.ACCOUNT_CENTRE: "Ce rôle ne va pas avec ce centre : un chef de centre, un président ou un vice-président en a un, les autres n’en ont pas.",
    Code.CENTRE_UNKNOWN: "Le centre {centre} n’est pas à l’académie : importez d’abord les centres.",
    Code.FORM_STALE: "Ce formulaire est trop ancien, rien n’a été fait : rechargez la page et recommencez.",
    Code.SIGN_IN_NEEDED: "Connectez-vous pour continuer.",
    Code.RIGHT_MISSING: "Votre compte n’a pas le droit de le faire : demandez-le à la DEC.",
    Code.REASON_MISSING: "Donnez la raison : elle sera montrée sur le poste et gardée au journal.",
    Code.OIDC_FAILED: "La connexion par l’académie n’a pas abouti : recommencez-la depuis le début.",
    Code.OIDC_UNKNOWN: "Votre identité est reconnue, mais aucun compte ne lui correspond ici : demandez-le à la DEC.",
    Code.CHALLENGE_REFUSED: "La preuve de ce poste n’a pas été acceptée : vérifiez l’heure de l’ordinateur, sinon reliez-le de nouveau.",
    Code.ENROLMENT_EARLY: "Ce poste n’a pas encore montré sa clé : attendez que ses six chiffres s’affichent.",
    Code.ENROLMENT_DECIDED: "Cette demande a déjà reçu sa réponse : actualisez la liste des postes.",
    Code.DEVICE_KNOWN: "Ce poste est déjà relié : retirez-le d’abord, ou réinstallez LSL Desk pour en faire un nouveau.",
    Code.PUBLICATION_TIME: "L’heure de publication ne se lit pas ou est passée : donnez un jour et une heure à venir, par exemple 2018-07-04 et 10:00.",
    Code.PUBLICATION_UNKNOWN: "Cette publication n’existe plus : actualisez la page.",
    Code.PUBLICATION_SAME: "Une publication se confirme à deux : demandez à un autre gestionnaire de la DEC.",
    Code.PUBLICATION_OPEN: "{count} jury(s) ni clos ni signés : écartez-les un par un, avec une raison, ou attendez-les.",
    Code.PUBLICATION_PASSED: "L’heure de cette publication est passée : elle ne s’annule plus.",
    Code.PUBLICATION_NONE: "Aucun jury du groupe {group} n’est à publier.",
    Code.VISAS_EARLY: "Les résultats du groupe {group} ne sont pas publiés à l’heure du serveur : les visas partent après la publication.",
    Code.ACCOUNT_SCHOOL: "Ce rôle ne va pas avec cet établissement : un chef d’établissement en a un, les autres n’en ont pas.",
    Code.SCHOOL_UNKNOWN: "L’établissement {school} n’est pas à l’académie : importez d’abord les établissements.",
    Code.LIVRETS_OTHER: "Livrets non chargés, leur fichier n’étant pas celui que le visa nomme : {count}. Ils sont nommés ci-dessous ; appelez la DEC.",
    Code.OPENING_DATES: "Ces dates ne conviennent pas : donnez un premier jour qui n’est pas passé, et un dernier jour après lui, par exemple 2018-07-09 et 2018-09-30.",
    Code.OPENING_UNPUBLISHED: "Les résultats du second groupe ne sont pas tous publiés : les livrets ne s’ouvrent pas avant.",
    Code.OPENING_EARLY: "Les livrets ne s’ouvrent qu’à partir du {date}, après le second groupe : choisissez ce jour ou un jour suivant.",
    Code.OPENING_EMPTY: "Aucun livret définitif n’est chargé : chargez d’abord les livrets.",
    Code.OPENING_PARTIAL: "{loaded} / {count} divisions chargées, il manque : {divisions}. Chargez-les, ou cochez « Ouvrir sans attendre ces divisions ».",
    Code.ACTIVE_ENDED: "Les résultats du jury {jury} sont publics depuis plus de deux mois : l’académie n’en donne plus les livrets (arrêté du 8 février 2016, art. 9). Effacez-le de ce poste, ou demandez à la DEC de le retenir pour un recours.",
    Code.RETENTION_EARLY: "Le jury {jury} n’est pas effacé : sa date n’est pas venue, ou un recours le retient en entier.",
    Code.RETENTION_NONE: "Aucun jury n’a été effacé à sa date : il n’y a pas de certificat à enregistrer.",
    Code.ERASURE_ALTERED: "Le certificat d’effacement du jury {jury} est illisible ou altéré : l’académie ne le garde pas, prévenez la DEC.",
    Code.ERASURE_STRANGER: "Ce certificat d’effacement n’est pas celui de ce poste pour le jury {jury} : seul le poste qui a effacé l’annonce.",
    Code.CALL_UNSAID: "Notez en quelques mots ce que le centre a répondu.",
    Code.ACTS_FILE: "Le fichier « {member} » n’est pas celui des actes d’un poste : prenez celui que le poste a écrit, entier.",
    Code.JURIES_DUE: "Le coffre n’est pas effacé\u00a0: la date de ces jurys est venue ({juries}). Effacez-les d’abord par Fichier › «\u00a0Conservation et recours…\u00a0»\u202f; leur certificat dira à l’académie que ce poste l’a fait.",
    Code.OUTBOX_KEPT: "Le coffre n’est pas effacé : l’académie n’a pas reçu tous les actes de ce poste (en attente : {acts}). Synchronisez, ou enregistrez-les d’abord par Fichier › « Exporter les actes en attente… ».",
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
    AnomalyCode.PAGES_ANNOUNCED: "livret de {value} pages : l’académie en annonçait {expected}",
    AnomalyCode.OTHER_VERDICT: "ce poste lit la page autrement que l’académie ({value} au lieu de {expected}) : le verdict le plus grave est gardé",
    AnomalyCode.SAME_FILE_TWICE: "le fichier « {value} » est cité par deux candidats",
    AnomalyCode.CELL_EMPTY: "case vide : {value} attendu",
    AnomalyCode.CELL_FORMAT: "« {value} » lu, attendu : {expected}",
    AnomalyCode.ROW_REPEATED: "ligne répétée ({value}) : {expected}",
    AnomalyCode.CENTRE_UNKNOWN: "centre inconnu : {value}",
    AnomalyCode.JURY_UNKNOWN: "jury inconnu : {value}",
    AnomalyCode.CANDIDATE_UNKNOWN: "candidat inconnu : N° élève {value}",
    AnomalyCode.CANDIDATE_NOT_SENT: "N° élève {value}\u00a0: le jury {expected} ne l’a pas envoyé au second groupe",
    AnomalyCode.CANDIDATE_ELSEWHERE: "N° élève {value} déjà dans le jury {expected}",
    AnomalyCode.ACCOUNT_UNKNOWN: "compte inconnu : {value}",
    AnomalyCode.SCHOOL_UNKNOWN: "établissement sans nom ni téléphone : {value}",
    AnomalyCode.EXAM_UNKNOWN: "épreuve inconnue des règles de la session pour la série {expected} : {value}, comptée avec son coefficient",
    AnomalyCode.EXAM_ABSENT: "candidat {value}, épreuves obligatoires sans ligne\u00a0: {expected} (un candidat dispensé a une ligne, «\u00a0disp\u00a0» pour note)",
    AnomalyCode.MARK_STEP: "note {value}\u00a0: points entiers attendus pour l’épreuve {expected}",
    AnomalyCode.ORAL_GROUP: "{value}\u00a0: note ou choix de second groupe dans un jury du premier",
    AnomalyCode.ORAL_EXAM: "{value}\u00a0: pas d’oral de second groupe pour cette épreuve ({expected})",
    AnomalyCode.ORAL_UNTOLD: "{value}\u00a0: oral de second groupe refusé, aucun texte lu ne dit le coefficient de sa partie écrite ({expected})",
    AnomalyCode.ORAL_COUNT: "candidat {value}\u00a0: au plus {expected} épreuves au second groupe",
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
    LivretProblem.NOT_RECEIVED: "pas encore reçu de l’académie",
}

CHECKS: dict[NumberCheck, str] = {
    NumberCheck.MATCH: "bon numéro",
    NumberCheck.OTHER: "autre numéro",
    NumberCheck.ABSENT: "sans numéro",
    NumberCheck.NO_TEXT: "sans texte",
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

SEATS: dict[str, str] = {
    Role.CHEF_DE_CENTRE: "chef de centre",
    Role.PRESIDENT: "président",
    Role.VICE_PRESIDENT: "vice-président",
}
"""The seat, not the person who sits in it: in the words of a screen, of a page and of the PV."""


def no_livret_sentence(candidate: Candidate, copy: str = "") -> str:
    """Why there is no livret to show for a candidate, and what to do.

    Args:
        candidate: who.
        copy: day and hour of the copy the jury works from, when the academy is cut; "" otherwise.
    """
    if candidate.problem is LivretProblem.NOT_RECEIVED and copy:
        return (
            f"{candidate.number}\u00a0: ce livret n’est pas dans la copie du {copy}. Suspendez ce candidat, demandez le "
            "livret papier ou appelez la DEC\u202f; sans livret examiné, personne n’est ajourné."
        )
    if candidate.problem is LivretProblem.MISSING_FILE or (
        candidate.problem is None and candidate.format is LivretFormat.NUMERIQUE
    ):
        return "Livret attendu, mais absent du dossier : demandez-le à la DEC, ou ouvrez une copie de secours."
    if candidate.problem is LivretProblem.NOT_RECEIVED:
        return "Livret annoncé par l’académie, mais pas encore reçu : il viendra à la prochaine synchronisation."
    if candidate.problem is not None:
        why = PROBLEMS[candidate.problem]
        return f"Livret refusé : {why}. Ouvrez une copie de secours, ou demandez le livret papier."
    reason = candidate.reason
    return {
        LivretFormat.PAPIER: f"Livret papier{f' ({reason})' if reason else ''} : il s’examine en main.",
        LivretFormat.ABSENT: f"Aucun livret : {reason}." if reason else "Aucun livret pour ce candidat.",
        LivretFormat.INCONNU: "Format inconnu : demandez à la DEC.",
    }[candidate.format]


class SheetPart(StrEnum):
    """What a room sheet cannot do without."""

    PRESIDENT = "president"
    PHONE = "phone"
    COPY = "copy"
    CODE = "code"
    VICE_PRESIDENT = "vice_president"
    LABEL = "label"
    CENTRE = "centre"


SHEET_PARTS: dict[SheetPart, str] = {
    SheetPart.PRESIDENT: "le nom du président",
    SheetPart.PHONE: "le téléphone d’assistance",
    SheetPart.COPY: "un plan de secours fait sur ce poste",
    SheetPart.CODE: "le code du jury",
    SheetPart.VICE_PRESIDENT: "le nom du vice-président",
    SheetPart.LABEL: "le titre du jury",
    SheetPart.CENTRE: "le centre",
}


def missing_of_sheet(parts: Iterable[SheetPart]) -> str:
    """What a room sheet lacks, in words, as the fact ``missing`` of SHEET_INCOMPLETE."""
    return ", ".join(SHEET_PARTS[part] for part in parts)


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

NAMELESS = "sans n°\u00a0"
"""Begins what stands for the N° élève of a row that has none."""


def sentence(refusal: Refusal) -> str:
    """The French sentence of a refusal; a fact that was not given shows as « ? » rather than failing."""
    facts = {name: one_line(fact) if isinstance(fact, str) else fact for name, fact in refusal.facts.items()}
    facts |= {name: size_text(fact) for name, fact in facts.items() if name in _SIZES and isinstance(fact, int)}
    facts |= {name: SEATS.get(str(fact), fact) for name, fact in facts.items() if name == "seat"}
    said = REFUSALS[refusal.code]
    if refusal.code is Code.JURY_NOT_YOURS and "yours" in facts:
        said = _NOT_YOURS
    elif refusal.code is Code.REPLAY_BROKEN and facts.get("step") == 0:
        said = _NO_STEP
    return said.format_map(_Facts(facts))


_NO_STEP = "Le dossier {number} rejoué ne finit pas sur l’état gardé\u00a0: ses notes ont changé depuis la décision sans qu’aucun acte du jury n’en rende compte. L’académie les a corrigées, ou le journal n’est pas entier\u202f; demandez-le-lui avant de vous y fier."
"""Of a replay that no step leads away from the decision."""

_NOT_YOURS = "Vous présidez {yours}, pas {jury}\u00a0: ce jury ne s’ouvre pas sous votre nom."
"""A jury asked for by mistake, by whoever presides another one of this post (features R10)."""


def size_text(size: int) -> str:
    """Bytes as a person reads them: « 1,2 Go », « 340 Mo », « 12 ko », rounded up."""
    for unit, name in ((10**9, "Go"), (10**6, "Mo")):
        if size >= unit:
            tenths = -(-size * 10 // unit)
            return f"{tenths // 10},{tenths % 10}\u00a0{name}" if tenths < 100 else f"{-(-size // unit)}\u00a0{name}"
    return f"{-(-size // 1000)}\u00a0ko"


_SIZES = frozenset({"needed", "free"})
"""Facts that are bytes."""


def one_line(text: str) -> str:
    """What a file or an index says, fit to stand in a sentence: no line break, no order to the terminal."""
    return _CONTROL.sub("\ufffd", text)


def anomaly_value(anomaly: Anomaly) -> str:
    """What was read, in words: a problem's code becomes its French name."""
    if anomaly.code is AnomalyCode.LIVRET_REFUSED and anomaly.value in {problem.value for problem in LivretProblem}:
        return PROBLEMS[LivretProblem(anomaly.value)]
    return _verdict(anomaly.value) if anomaly.code is AnomalyCode.OTHER_VERDICT else anomaly.value


def _verdict(word: str) -> str:
    return CHECKS[NumberCheck(word)] if word in set(NumberCheck) else word


def anomaly_expected(anomaly: Anomaly) -> str:
    """What was expected, in words (features P45)."""
    return anomaly.expected or _EXPECTED.get(anomaly.code, "")


def anomaly_sentence(anomaly: Anomaly) -> str:
    """The French sentence of a line of the import doctor, without its place."""
    expected = anomaly.expected
    if anomaly.code is AnomalyCode.OTHER_VERDICT:
        expected = _verdict(expected)
    facts = _Facts({"value": one_line(anomaly_value(anomaly)), "expected": one_line(expected)})
    return ANOMALIES[anomaly.code].format_map(facts)


class _Facts(dict[str, str | int]):
    """Facts of a refusal, none of which may turn a refusal into a crash."""

    def __missing__(self, name: str) -> str:
        return "?"
