# SPDX-License-Identifier: AGPL-3.0-or-later
"""One table of actions; the menus, the tooltips and the sheet of keys are derived from it (features P06)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

Screen = Literal["unlock", "home", "room", "prepare"]
"""The pages of the main window."""

EVERYWHERE: tuple[Screen, ...] = ("unlock", "home", "room", "prepare")
OPEN: tuple[Screen, ...] = ("home", "room", "prepare")
HOME: tuple[Screen, ...] = ("home",)
ROOM: tuple[Screen, ...] = ("room",)
AWAY: tuple[Screen, ...] = ("room", "prepare")

FILE, CANDIDATE, LIVRET, SEARCH, VIEW, HELP = "Fichier", "Candidat", "Livret", "Rechercher", "Affichage", "Aide"
SITTING, ACADEMY = "Séance", "Académie"
MENUS = (FILE, CANDIDATE, LIVRET, SITTING, SEARCH, ACADEMY, VIEW, HELP)
"""The menus, in the order of the bar."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What a person may do, as one line of the table.

    Attributes:
        id: the name the code uses.
        label: the menu's words, in French.
        keys: shortcuts in Qt's portable notation, the first being the one shown; () when the menu is enough.
        menu: one of `MENUS`.
        tip: one sentence that says what it does.
        screens: where it has an effect; elsewhere it is disabled.
        icon: a file of ``resources/icons`` without its ending, or "".
        checkable: it is a state that is on or off.
        group: actions of the same group exclude each other, "" for none.
        separated: a line stands before it in the menu.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    menu: str
    tip: str
    screens: tuple[Screen, ...] = ROOM
    icon: str = ""
    checkable: bool = False
    group: str = ""
    separated: bool = False


A = ActionSpec
TABLE: tuple[ActionSpec, ...] = (
    A("import_jury", "Importer un dossier…", ("Ctrl+O",), FILE, "Importer un dossier de livrets", OPEN,
      "folder"),
    A("import_zip", "Importer un zip…", ("Ctrl+Shift+O",), FILE, "Importer l’archive zip d’un jury",
      OPEN, "import-zip"),
    A("home", "Accueil", ("Alt+Home",), FILE, "Revenir à la liste des jurys", AWAY, "home"),
    A("prepare", "Préparer…", ("Ctrl+P",), FILE, "Présence, présidents, plan de secours, exercice",
      ("home", "room"), "prepare"),
    A("doctor", "Anomalies de l’import…", ("Ctrl+D",), FILE, "Ce qui est à vérifier dans le jury", OPEN, "doctor"),
    A("erase_jury", "Effacer un jury…", (), FILE, "Effacer de ce poste le jury choisi", HOME, "erase"),
    A("retention", "Conservation et recours…", (), FILE, "Dates d’effacement, recours et certificats", HOME),
    A("export_acts", "Exporter les actes en attente…", (), FILE,
      "Écrire dans un fichier ce que l’académie n’a pas", HOME),
    A("settings", "Réglages…", ("Ctrl+,",), FILE, "Régler la lecture, le verrouillage et l’aspect", OPEN, "settings",
      separated=True),
    A("change_passphrase", "Changer la phrase de passe…", (), FILE, "Choisir une autre phrase de passe", OPEN, "key"),
    A("erase_store", "Effacer tout le coffre…", (), FILE, "Effacer les jurys et la clé de ce poste", HOME),
    A("lock", "Verrouiller", ("Ctrl+L",), FILE, "Fermer le coffre ; tout revient au déverrouillage", OPEN, "lock"),
    A("quit", "Quitter", ("Ctrl+Q",), FILE, "Fermer LSL Desk", EVERYWHERE, "quit", separated=True),

    A("next_to_read", "Prochain livret à lire", ("N",), CANDIDATE,
      "Ouvrir le prochain livret à lire", ROOM, "next-read"),
    A("next_undecided", "Prochain candidat sans décision", ("Shift+N",), CANDIDATE,
      "Ouvrir le prochain candidat sur qui il faut décider", ROOM),
    A("next_order", "Autre ordre des candidats", ("O",), CANDIDATE,
      "Les plus près de 10 ou de 8, au-dessus comme au-dessous\u202f; puis l’ordre du PV\u202f; puis par série", ROOM),
    A("next_candidate", "Candidat suivant", ("Alt+Down",), CANDIDATE, "Ouvrir le candidat de la ligne suivante", ROOM,
      "down"),
    A("previous_candidate", "Candidat précédent", ("Alt+Up",), CANDIDATE, "Ouvrir le candidat de la ligne précédente",
      ROOM, "up"),
    A("jump", "Aller au numéro…", ("Ctrl+J",), CANDIDATE,
      "Taper un N° PV ou un N° élève ; un chiffre suffit à commencer",
      ROOM, "jump"),
    A("replay", "Rejouer le dossier…", ("Ctrl+R",), CANDIDATE,
      "Revoir pas à pas tout ce qui a été fait de ce candidat\u202f; rien n’y change"),
    A("focus_query", "Filtrer les candidats", ("/",), CANDIDATE, "Aller à la ligne de recherche des candidats", ROOM,
      "filter", separated=True),
    A("focus_table", "Aller au tableau", ("Ctrl+T",), CANDIDATE, "Mettre le clavier dans le tableau des candidats",
      ROOM),
    A("focus_livret", "Aller au livret", ("F6",), CANDIDATE, "Mettre le clavier dans le livret", ROOM),

    A("next_page", "Page suivante", ("Ctrl+PgDown",), LIVRET, "Tourner la page du livret", ROOM, "page-down"),
    A("previous_page", "Page précédente", ("Ctrl+PgUp",), LIVRET, "Revenir d’une page dans le livret", ROOM, "page-up"),
    A("first_page", "Première page", ("Ctrl+Home",), LIVRET, "Aller à la première page du livret", ROOM, "page-first"),
    A("last_page", "Dernière page", ("Ctrl+End",), LIVRET, "Aller à la dernière page du livret", ROOM, "page-last"),
    A("continuous", "Pages à la suite", ("C",), LIVRET, "Montrer les pages les unes sous les autres", ROOM,
      "continuous",
      checkable=True, separated=True),
    A("fit_width", "Largeur de la fenêtre", ("L",), LIVRET, "Montrer la page sur toute la largeur", ROOM, "fit-width",
      checkable=True),
    A("fit_page", "Page entière", ("P",), LIVRET, "Montrer la page entière", ROOM, "fit-page", checkable=True),
    A("zoom_in", "Agrandir", ("Ctrl++", "Ctrl+="), LIVRET, "Montrer le livret en plus grand", ROOM, "zoom-in"),
    A("zoom_out", "Réduire", ("Ctrl+-",), LIVRET, "Montrer le livret en plus petit", ROOM, "zoom-out"),
    A("rotate", "Pivoter d’un quart de tour", ("R",), LIVRET, "Tourner le livret vers la droite", ROOM, "rotate"),
    A("thumbnails", "Vignettes", ("V",), LIVRET, "Montrer ou cacher les vignettes des pages", ROOM, "thumbnails",
      checkable=True),

    A("read_card", "Ce que dit le livret", ("A",), SITTING,
      "Aller à l’avis, aux engagements et aux observations du livret, chacun avec sa page"),
    A("focus_marks", "Aller aux notes", ("M",), SITTING, "Mettre le clavier dans les notes"),
    A("raise_mark", "Relever la note…", ("+",), SITTING, "Changer la note de la ligne choisie, avec une raison"),
    A("least_raises", "Au plus juste", ("J",), SITTING, "Les plus petits relèvements qui atteignent le seuil"),
    A("bench", "Banc d’essai", ("B",), SITTING, "Essayer des notes\u202f; rien n’est gardé", checkable=True),
    A("gap_first", "Plus grand écart d’abord", ("G",), SITTING,
      "Trier les notes par écart avec l’année, ou dans l’ordre des textes", checkable=True),
    A("undo_change", "Annuler le dernier changement", ("Ctrl+Z",), SITTING,
      "Reprendre le dernier changement de note par un nouvel acte"),
    A("decide", "Décider…", ("D",), SITTING, "Choisir la décision du jury pour ce candidat", separated=True),
    A("examine_paper", "Livret papier examiné…", ("E",), SITTING,
      "Déclarer le livret papier examiné, ou aucun livret fourni\u202f; écrire l’étiquette"),
    A("open_sitting", "Émarger et ouvrir…", ("Ctrl+E",), SITTING,
      "Dire qui est là\u202f; la séance commence, les présidents sont verrouillés", ROOM,
      separated=True),
    A("hand_over", "Passer la présidence…", (), SITTING, "Le vice-président préside, ou le président revient", ROOM),
    A("follow_chair", "Suivre la présidence", ("S",), SITTING,
      "Tourner les pages comme le poste de qui préside\u202f; une page tournée ici arrête", ROOM, checkable=True),
    A("state_place", "Feuille d’état…", (), SITTING,
      "Écrire chaque minute l’état de la séance sur une clé, pour continuer au stylo si tout s’arrête", ROOM),
    A("close_sitting", "Clore la séance…", (), SITTING, "Ce qui reste à faire, puis la clôture", ROOM),
    A("pv", "Procès-verbal…", ("Ctrl+Shift+P",), SITTING,
      "Signatures, cas semblables, levée de l’anonymat, dossiers repris", ROOM),

    A("find", "Chercher dans le livret…", ("Ctrl+F",), SEARCH, "Chercher des mots dans le livret ouvert", ROOM,
      "search"),
    A("find_next", "Occurrence suivante", ("F3",), SEARCH, "Aller à l’occurrence suivante", ROOM, "down"),
    A("find_previous", "Occurrence précédente", ("Shift+F3",), SEARCH, "Revenir à l’occurrence précédente", ROOM, "up"),
    A("find_in_jury", "Chercher dans tout le jury…", ("Ctrl+Shift+F",), SEARCH,
      "Chercher des mots dans tous les livrets du jury", ROOM, "search-all", separated=True),
    A("copy", "Copier", ("Ctrl+C",), SEARCH, "Copier le texte choisi dans le livret", ROOM, "copy", separated=True),

    A("connection", "État de la connexion…", ("F8",), ACADEMY, "Ce qui fonctionne, ce qui attend l’envoi", OPEN,
      "online"),
    A("sync", "Synchroniser maintenant", ("F5",), ACADEMY, "Recevoir de l’académie ce qui est nouveau", OPEN,
      "receive"),
    A("sync_pause", "Suspendre ou reprendre", ("Ctrl+F5",), ACADEMY, "Suspendre la synchronisation, ou la reprendre",
      OPEN, "pause"),
    A("sync_stop", "Arrêter la synchronisation", (), ACADEMY, "Ce qui est reçu est gardé pour la prochaine fois", OPEN),
    A("conflicts", "Désaccords à régler…", ("F7",), ACADEMY, "Choisir entre deux valeurs d’une note", ROOM,
      separated=True),
    A("hall", "Salle sans serveur…", ("Ctrl+F8",), ACADEMY,
      "Travailler avec les autres postes du jury par le réseau de l’établissement", ROOM, "hall"),
    A("enrol", "Relier ce poste…", (), ACADEMY, "Relier ce poste à une académie", OPEN, "link", separated=True),
    A("diagnosis", "Diagnostic réseau…", (), ACADEMY, "Ce qui passe et ce qui ne passe pas, à copier", OPEN),

    A("full_screen", "Plein écran", ("F11",), VIEW, "Occuper tout l’écran", EVERYWHERE, "full-screen", checkable=True),
    A("project", "Projeter sur le second écran", ("F9",), VIEW,
      "Montrer à la salle la page et les notes du candidat, par son numéro, et rien d’autre", OPEN, checkable=True,
      separated=True),
    A("freeze_projection", "Figer la projection", ("Shift+F9",), VIEW,
      "La salle garde ce qu’elle voit pendant que vous regardez autre chose", OPEN, checkable=True),
    A("project_decision", "Projeter aussi la décision", ("Ctrl+F9",), VIEW,
      "Montrer à la salle la décision, une fois prise", OPEN, checkable=True),
    A("project_elsewhere", "Projeter sur un autre écran", (), VIEW, "Passer la projection à l’écran suivant", OPEN),
    A("theme_system", "Aspect du système", (), VIEW, "Suivre l’aspect clair ou sombre du système", EVERYWHERE,
      checkable=True, group="theme", separated=True),
    A("theme_light", "Aspect clair", (), VIEW, "Toujours en clair", EVERYWHERE, "light", checkable=True, group="theme"),
    A("theme_dark", "Aspect sombre", (), VIEW, "Toujours en sombre", EVERYWHERE, "dark", checkable=True, group="theme"),

    A("keys", "Touches du clavier", ("?",), HELP, "Montrer toutes les touches", EVERYWHERE, "keyboard"),
    A("guide", "Guide", ("F1",), HELP, "Ouvrir le guide, sans réseau", EVERYWHERE, "help"),
    A("about", "À propos de LSL Desk", (), HELP, "Version et licence", EVERYWHERE, "info", separated=True),
)  # fmt: skip
"""Every action. Single letters act only when no text is being typed: a text field takes them first."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """A key that acts where the keyboard is, not everywhere: shown on the sheet, in no menu."""

    keys: tuple[str, ...]
    label: str
    menu: str


GESTURES: tuple[Gesture, ...] = (
    Gesture(("0 … 9",), "Commencer un N° PV ou un N° élève", CANDIDATE),
    Gesture(("Up", "Down"), "Ligne voisine, dans le tableau", CANDIDATE),
    Gesture(("Enter",), "Passer du tableau au livret", CANDIDATE),
    Gesture(("Space", "PgDown"), "Descendre d’un écran, dans le livret", LIVRET),
    Gesture(("Shift+Space", "PgUp"), "Remonter d’un écran, dans le livret", LIVRET),
    Gesture(("0 … 9",), "Taper la nouvelle note, sur une ligne des notes", SITTING),
    Gesture(("Esc",), "Quitter une recherche, un champ, une fenêtre", SEARCH),
)
"""What the table of candidates and the viewer do with plain keys when they have the keyboard."""


class DuplicateKeyError(Exception):
    """Two lines of the table ask for the same key or bear the same name: a fault of ours, refused at load."""


def check(table: Iterable[ActionSpec]) -> dict[str, ActionSpec]:
    """Index a table by identifier.

    Raises:
        DuplicateKeyError: two actions with one identifier or one key.
    """
    by_id: dict[str, ActionSpec] = {}
    taken: dict[str, str] = {}
    for spec in table:
        if spec.id in by_id:
            raise DuplicateKeyError(spec.id)
        by_id[spec.id] = spec
        for key in spec.keys:
            portable = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
            if portable in taken:
                raise DuplicateKeyError(f"{portable}: {taken[portable]}, {spec.id}")
            taken[portable] = spec.id
    return by_id


def shown(keys: Iterable[str]) -> str:
    """Keys as a person reads them on this system (« Ctrl+Maj+F »), the alternatives separated by « ou »."""
    native = QKeySequence.SequenceFormat.NativeText
    return " ou ".join(QKeySequence(key).toString(native) if "…" not in key else key for key in keys)


class Actions(QObject):
    """The `QAction` of every line of the table.

    An action works when the current screen knows it (`show_screen`) and its screen allows it (`allow`).
    """

    def __init__(self, parent: QObject | None = None, table: Iterable[ActionSpec] = TABLE) -> None:
        super().__init__(parent)
        self.specs = check(table)
        self._screen: Screen = "unlock"
        self._barred: set[str] = set()
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {spec.id: self._make(spec) for spec in self.specs.values()}
        self._refresh(self.specs)

    def __getitem__(self, action: str) -> QAction:
        """Return the action of this identifier."""
        return self._actions[action]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def show_screen(self, screen: Screen) -> None:
        """Enable what has an effect on this screen and disable the rest."""
        self._screen = screen
        self._refresh(self.specs)

    def allow(self, action: str, allowed: bool) -> None:
        """Say whether an action has an effect at this moment, such as « copier » with nothing selected."""
        (self._barred.discard if allowed else self._barred.add)(action)
        self._refresh((action,))

    def _refresh(self, actions: Iterable[str]) -> None:
        for action in actions:
            here = self._screen in self.specs[action].screens
            self._actions[action].setEnabled(here and action not in self._barred)

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.label, self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(f"{spec.tip} ({shown(spec.keys[:1])})" if spec.keys else spec.tip)
        action.setStatusTip(spec.tip)
        action.setCheckable(spec.checkable)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        if spec.group:
            group = self._groups.setdefault(spec.group, QActionGroup(self))
            group.addAction(action)
        return action


_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}
