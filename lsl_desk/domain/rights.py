# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what at the academy: one pure function, `allow`, which says no to whatever no rule names.

Every route of the server declares the `Action` it does; so does every effect of an act. Each rule carries its reason.
What comes from: who does each step (design §1, memo), and what a post may still do once revoked (decision 008).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from lsl_desk.domain.acts import (
    AttendanceTaken,
    Body,
    ConflictSettled,
    CopyMade,
    DecisionTaken,
    DecisionWithdrawn,
    DrillDone,
    HeadNamed,
    LivretOpened,
    LivretRead,
    MarkRaised,
    MissingMarkRuled,
    NoLivretDeclared,
    NumberIncident,
    OfficeTold,
    PaperExamined,
    PaperReceived,
    PointsAdded,
    PresidencyHanded,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.ids import CentreId, JuryId, SchoolId


class AccountRole(StrEnum):
    """In what quality a person has an account at the academy."""

    CHEF_DE_CENTRE = "chef_de_centre"
    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"
    GESTIONNAIRE_DEC = "gestionnaire_dec"
    ADMINISTRATEUR = "administrateur"
    AUDITEUR = "auditeur"
    CHEF_ETABLISSEMENT = "chef_etablissement"
    """Of a school of origin, which receives the visas of its pupils; sits at no Desk."""


SEATED: Final = frozenset({AccountRole.CHEF_DE_CENTRE, AccountRole.PRESIDENT, AccountRole.VICE_PRESIDENT})
"""Who sits at a Desk: the roles that acts know (`acts.Role`), and the only ones a post is enrolled for."""


class Kind(StrEnum):
    """What sort of actor asks."""

    NOBODY = "nobody"
    PERSON = "person"
    """In a browser, by session."""
    DEVICE = "device"
    """A post, by token."""


class Standing(StrEnum):
    """Whether what the actor shows still holds."""

    ACTIVE = "active"
    REVOKED = "revoked"
    """A post withdrawn by the academy."""
    EXPIRED = "expired"
    """A token or session past its time."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    Attributes:
        kind: nobody, a person or a post.
        role: of the account, which is also that of its posts; None for nobody.
        centre: the deliberation centre of the account; None for the roles of the whole academy.
        juries: the juries confided to it: those of the centre for its head, those they preside for the others.
        presides: those of its juries in which its seat is the president's: one may preside here and assist there.
        standing: active, revoked, expired.
        id: identifier of the account or of the post, for the audit; "" for nobody.
        account: identifier of the account, that of the post's person for a post; "" for nobody.
        school: the school of origin of its head; None for everybody else.
    """

    kind: Kind
    role: AccountRole | None = None
    centre: CentreId | None = None
    juries: frozenset[JuryId] = frozenset()
    presides: frozenset[JuryId] = frozenset()
    standing: Standing = Standing.ACTIVE
    id: str = ""
    account: str = ""
    school: SchoolId | None = None


NOBODY: Final = Actor(Kind.NOBODY)


class Action(StrEnum):
    """One per thing done at the academy."""

    # what anybody may ask
    READ_ACADEMY = "read_academy"
    READ_CONTRACT = "read_contract"
    READ_HEALTH = "read_health"
    READ_METRICS = "read_metrics"
    READ_STATIC = "read_static"
    READ_SOURCE = "read_source"
    SIGN_IN = "sign_in"
    ASK_ENROLMENT = "ask_enrolment"
    ASK_TOKEN = "ask_token"  # noqa: S105 - an action
    # a post
    READ_OWN_DEVICE = "read_own_device"
    LIST_JURIES = "list_juries"
    READ_MANIFEST = "read_manifest"
    READ_LIVRET = "read_livret"
    READ_FEED = "read_feed"
    READ_SCHOOLS = "read_schools"
    READ_NAMES = "read_names"
    ASK_WHOSE = "ask_whose"
    FOLLOW_EVENTS = "follow_events"
    SEND_ACTS = "send_acts"
    TELL_ERASURE = "tell_erasure"
    # the effect of an act that was sent
    RECORD_READING = "record_reading"
    CHANGE_MARK = "change_mark"
    SETTLE_CONFLICT = "settle_conflict"
    DECIDE = "decide"
    DECLARE_LIVRET = "declare_livret"
    TAKE_ATTENDANCE = "take_attendance"
    HAND_PRESIDENCY = "hand_presidency"
    OPEN_SITTING = "open_sitting"
    CLOSE_SITTING = "close_sitting"
    LIFT_ANONYMITY = "lift_anonymity"
    REOPEN_CASE = "reopen_case"
    EXPLAIN_INEQUALITY = "explain_inequality"
    SIGN_PV = "sign_pv"
    RECORD_PAPER = "record_paper"
    NAME_HEAD = "name_head"
    TELL_OFFICE = "tell_office"
    RECORD_COPY = "record_copy"
    RECORD_DRILL = "record_drill"
    # a person at the pages
    SIGN_OUT = "sign_out"
    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105 - an action
    READ_BOARD = "read_board"
    READ_JURY = "read_jury"
    READ_DEVICES = "read_devices"
    READ_DEVICE = "read_device"
    READ_ENROLMENT = "read_enrolment"
    APPROVE_DEVICE = "approve_device"
    REFUSE_DEVICE = "refuse_device"
    REVOKE_DEVICE = "revoke_device"
    READ_ACCOUNTS = "read_accounts"
    CREATE_ACCOUNT = "create_account"
    RENEW_CODE = "renew_code"
    CLOSE_ACCOUNT = "close_account"
    READ_MESSAGES = "read_messages"
    HANDLE_MESSAGE = "handle_message"
    READ_GAPS = "read_gaps"
    READ_AUDIT = "read_audit"
    READ_CONSOLE = "read_console"
    READ_PUBLICATION = "read_publication"
    PROPOSE_PUBLICATION = "propose_publication"
    CONFIRM_PUBLICATION = "confirm_publication"
    CANCEL_PUBLICATION = "cancel_publication"
    READ_VISAS = "read_visas"
    SEND_VISAS = "send_visas"
    READ_RETENTION = "read_retention"
    ENTER_DISPUTE = "enter_dispute"
    END_DISPUTE = "end_dispute"
    CALL_CENTRE = "call_centre"
    MAKE_CASE = "make_case"
    READ_SCHOOL = "read_school"
    RECEIVE_VISAS = "receive_visas"
    LOAD_LIVRETS = "load_livrets"
    OPEN_LIVRETS = "open_livrets"


@dataclass(frozen=True, slots=True)
class Resource:
    """On what.

    Attributes:
        jury: the jury concerned, None when the action concerns none.
        centre: the centre of the jury, post or account concerned.
        closed: whether the sitting of the jury was closed.
        role: of the account concerned, as it is or would be.
        presiding: who presides the sitting of the jury: its president, until the presidency is handed over.
        school: of origin, concerned.
    """

    jury: JuryId | None = None
    centre: CentreId | None = None
    closed: bool = False
    role: AccountRole | None = None
    presiding: AccountRole = AccountRole.PRESIDENT
    school: SchoolId | None = None


WHOLE: Final = Resource()
"""The academy as a whole: nothing in particular."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When an action is allowed, and why so.

    Attributes:
        holds: the condition.
        reason: in words, for whoever inspects the rights.
    """

    holds: Callable[[Actor, Resource], bool]
    reason: str


def allow(actor: Actor, action: Action, resource: Resource = WHOLE) -> bool:
    """Say whether an actor may do this. No rule: no."""
    rule = RULES.get(action)
    return rule is not None and rule.holds(actor, resource)


def effect_of(body: Body) -> Action:
    """The action that an act's effect is; to send it is another one (`Action.SEND_ACTS`)."""
    return EFFECTS[type(body)]


EFFECTS: Final[Mapping[type, Action]] = MappingProxyType(
    {
        LivretOpened: Action.RECORD_READING,
        LivretRead: Action.RECORD_READING,
        NumberIncident: Action.RECORD_READING,
        MarkRaised: Action.CHANGE_MARK,
        PointsAdded: Action.CHANGE_MARK,
        MissingMarkRuled: Action.CHANGE_MARK,
        DecisionTaken: Action.DECIDE,
        DecisionWithdrawn: Action.DECIDE,
        PaperExamined: Action.DECLARE_LIVRET,
        NoLivretDeclared: Action.DECLARE_LIVRET,
        AttendanceTaken: Action.TAKE_ATTENDANCE,
        PresidencyHanded: Action.HAND_PRESIDENCY,
        ConflictSettled: Action.SETTLE_CONFLICT,
        SittingOpened: Action.OPEN_SITTING,
        SittingClosed: Action.CLOSE_SITTING,
        AnonymityLifted: Action.LIFT_ANONYMITY,
        CaseReopened: Action.REOPEN_CASE,
        InequalityExplained: Action.EXPLAIN_INEQUALITY,
        PvSigned: Action.SIGN_PV,
        SignatureRefused: Action.SIGN_PV,
        PaperReceived: Action.RECORD_PAPER,
        HeadNamed: Action.NAME_HEAD,
        OfficeTold: Action.TELL_OFFICE,
        CopyMade: Action.RECORD_COPY,
        DrillDone: Action.RECORD_DRILL,
    }
)
"""The action that the effect of each kind of act is."""

_ACADEMY: Final = frozenset({AccountRole.GESTIONNAIRE_DEC, AccountRole.ADMINISTRATEUR, AccountRole.AUDITEUR})
_ENROLLERS: Final = frozenset({AccountRole.CHEF_DE_CENTRE, AccountRole.GESTIONNAIRE_DEC})
_MADE_BY_OFFICE: Final = SEATED | {AccountRole.CHEF_ETABLISSEMENT}
_DELIBERATE: Final = frozenset({AccountRole.PRESIDENT, AccountRole.VICE_PRESIDENT})


def _anybody(_actor: Actor, _resource: Resource) -> bool:
    return True


def _person(actor: Actor, _resource: Resource) -> bool:
    return actor.kind is Kind.PERSON and actor.standing is Standing.ACTIVE


def _post(actor: Actor, _resource: Resource) -> bool:
    return actor.kind is Kind.DEVICE and actor.standing is Standing.ACTIVE


def _post_even_revoked(actor: Actor, _resource: Resource) -> bool:
    return actor.kind is Kind.DEVICE and actor.standing is not Standing.EXPIRED


def _post_of_the_jury(actor: Actor, resource: Resource) -> bool:
    return _post(actor, resource) and resource.jury in actor.juries


def _sitting(actor: Actor, resource: Resource) -> bool:
    return _post_of_the_jury(actor, resource) and not resource.closed


def _deliberating(actor: Actor, resource: Resource) -> bool:
    return _post_of_the_jury(actor, resource) and actor.role in _DELIBERATE and not resource.closed


def _heading_even_closed(actor: Actor, resource: Resource) -> bool:
    return _post_of_the_jury(actor, resource) and actor.role in _DELIBERATE


def _presiding(actor: Actor, resource: Resource) -> bool:
    """By the seat: one may preside here and assist there, and a vice-president presides after a handover."""
    return _presiding_even_closed(actor, resource) and not resource.closed


def _presiding_even_closed(actor: Actor, resource: Resource) -> bool:
    seat = AccountRole.PRESIDENT if resource.jury in actor.presides else AccountRole.VICE_PRESIDENT
    return _heading_even_closed(actor, resource) and actor.role is seat and resource.presiding is seat


def _head_post(actor: Actor, resource: Resource) -> bool:
    return _post(actor, resource) and actor.role is AccountRole.CHEF_DE_CENTRE


def _heading_centre(actor: Actor, resource: Resource) -> bool:
    return _head_post(actor, resource) and resource.jury in actor.juries


def _office(actor: Actor, resource: Resource) -> bool:
    return _person(actor, resource) and actor.role is AccountRole.GESTIONNAIRE_DEC


def _sees_jury(actor: Actor, resource: Resource) -> bool:
    return _person(actor, resource) and (actor.role in _ACADEMY or resource.jury in actor.juries)


def _sees_posts(actor: Actor, resource: Resource) -> bool:
    return _person(actor, resource) and (actor.role in _ACADEMY or actor.role is AccountRole.CHEF_DE_CENTRE)


def _sees_post(actor: Actor, resource: Resource) -> bool:
    return _sees_posts(actor, resource) and (actor.role in _ACADEMY or _same_centre(actor, resource))


def _enrols(actor: Actor, resource: Resource) -> bool:
    return _person(actor, resource) and actor.role in _ENROLLERS


def _manages_post(actor: Actor, resource: Resource) -> bool:
    everywhere = actor.role is AccountRole.GESTIONNAIRE_DEC
    return _enrols(actor, resource) and (everywhere or _same_centre(actor, resource))


def _approves(actor: Actor, resource: Resource) -> bool:
    return _manages_post(actor, resource) and resource.role in SEATED


def _sees_accounts(actor: Actor, resource: Resource) -> bool:
    managers = (AccountRole.GESTIONNAIRE_DEC, AccountRole.ADMINISTRATEUR)
    return _person(actor, resource) and actor.role in managers


def _manages_account(actor: Actor, resource: Resource) -> bool:
    everyone = actor.role is AccountRole.ADMINISTRATEUR
    return _sees_accounts(actor, resource) and (everyone or resource.role in _MADE_BY_OFFICE)


def _audits(actor: Actor, resource: Resource) -> bool:
    return _person(actor, resource) and actor.role is AccountRole.AUDITEUR


def _heads_school(actor: Actor, resource: Resource) -> bool:
    head = _person(actor, resource) and actor.role is AccountRole.CHEF_ETABLISSEMENT
    return head and actor.school is not None and actor.school == resource.school


def _same_centre(actor: Actor, resource: Resource) -> bool:
    return actor.centre is not None and actor.centre == resource.centre


RULES: Final[Mapping[Action, Rule]] = MappingProxyType(
    {
        Action.READ_ACADEMY: Rule(_anybody, "a Desk has to know whom it speaks to before it is enrolled"),
        Action.READ_CONTRACT: Rule(_anybody, "the API is published, for other vendors (design §8)"),
        Action.READ_HEALTH: Rule(_anybody, "whatever watches the service has no account"),
        Action.READ_METRICS: Rule(_anybody, "numbers of the service, about nobody"),
        Action.READ_STATIC: Rule(_anybody, "the style of the page one signs in at"),
        Action.READ_SOURCE: Rule(_anybody, "the source is offered to whoever uses the service (AGPL §13)"),
        Action.SIGN_IN: Rule(_anybody, "who signs in is nobody yet"),
        Action.ASK_ENROLMENT: Rule(_anybody, "a post is nobody yet; a person approves it after comparing the digits"),
        Action.ASK_TOKEN: Rule(_anybody, "the signature of the challenge says who asks; a revoked post needs it too"),
        Action.READ_OWN_DEVICE: Rule(
            _post_even_revoked, "it begins every contact, and is how a post learns that it was revoked (decision 008)"
        ),
        Action.LIST_JURIES: Rule(_post, "a post is told its own juries, and no others"),
        Action.READ_MANIFEST: Rule(_post_of_the_jury, "livrets are confided to the juries that examine them (memo)"),
        Action.READ_LIVRET: Rule(_post_of_the_jury, "livrets are confided to the juries that examine them (memo)"),
        Action.READ_FEED: Rule(_post_of_the_jury, "the posts of one jury see each other’s acts, and no others"),
        Action.READ_SCHOOLS: Rule(
            _heading_centre, "who prepares calls the school; a juror must not know it (arrêté du 13 oct. 2014, art. 3)"
        ),
        Action.READ_NAMES: Rule(
            _heading_even_closed, "names are told to the heads of the jury, sealed until it has decided (D334-9, N18)"
        ),
        Action.ASK_WHOSE: Rule(_head_post, "a parcel that went astray is sent on by the centre that opened it (F12)"),
        Action.FOLLOW_EVENTS: Rule(_post, "events name the post’s own juries"),
        Action.SEND_ACTS: Rule(
            _post_even_revoked, "nothing that a person did is lost: a revoked post may still send (decision 008)"
        ),
        Action.TELL_ERASURE: Rule(_post_of_the_jury, "a post says what it erased of its own juries, and of no other"),
        Action.RECORD_READING: Rule(_post_of_the_jury, "readings commute: they count even after the closing"),
        Action.CHANGE_MARK: Rule(_deliberating, "president and vice-president raise marks, until the closing (P23)"),
        Action.SETTLE_CONFLICT: Rule(_presiding, "the president chooses between two marks (P31)"),
        Action.DECIDE: Rule(_presiding, "the jury decides, and who presides says it (D334-21; R11)"),
        Action.DECLARE_LIVRET: Rule(_deliberating, "the jury examines livrets (D334-10); both heads are of it"),
        Action.TAKE_ATTENDANCE: Rule(_sitting, "whoever is there ticks who else is, until the closing (P26)"),
        Action.HAND_PRESIDENCY: Rule(_deliberating, "the heads replace each other (« présidents adjoints », D334-21)"),
        Action.OPEN_SITTING: Rule(_presiding, "the president opens the sitting; D334-21 names no one else"),
        Action.CLOSE_SITTING: Rule(_presiding, "the president closes the sitting"),
        Action.LIFT_ANONYMITY: Rule(
            _presiding_even_closed, "names are told by who presides, once all is decided (N18)"
        ),
        Action.REOPEN_CASE: Rule(
            _presiding_even_closed, "a closed case is taken up again by who presides; the PV notes it"
        ),
        Action.EXPLAIN_INEQUALITY: Rule(_presiding, "the jury explains itself by who presides (N09)"),
        Action.SIGN_PV: Rule(_heading_even_closed, "the heads of the jury sign, after the closing (P25, N12)"),
        Action.RECORD_PAPER: Rule(_heading_centre, "paper livrets are posted to the centre, which counts them (memo)"),
        Action.NAME_HEAD: Rule(_heading_centre, "the centre may change the heads until the morning (memo, H02)"),
        Action.TELL_OFFICE: Rule(_post_of_the_jury, "whoever sits may call the exam office about their jury (G04)"),
        Action.RECORD_COPY: Rule(_post_of_the_jury, "a copy that was made is a fact, whoever made it"),
        Action.RECORD_DRILL: Rule(_heading_centre, "the centre proves its own copy"),
        Action.SIGN_OUT: Rule(_person, "one’s own session"),
        Action.CHANGE_OWN_PASSWORD: Rule(_person, "one’s own password"),
        Action.READ_BOARD: Rule(_person, "everybody with an account begins there; it lists what READ_JURY allows"),
        Action.READ_JURY: Rule(_sees_jury, "counts of one’s own juries; the exam office, its DSI and audit see all"),
        Action.READ_DEVICES: Rule(
            _sees_posts, "the head of centre prepares the posts; the page lists what one may see"
        ),
        Action.READ_DEVICE: Rule(_sees_post, "the head of centre answers for the posts of the centre only"),
        Action.READ_ENROLMENT: Rule(_enrols, "who compares the six digits must see them"),
        Action.APPROVE_DEVICE: Rule(_approves, "a post is for somebody who sits at a Desk, of one’s own centre"),
        Action.REFUSE_DEVICE: Rule(_enrols, "digits that differ are said at once, by whoever compares them"),
        Action.REVOKE_DEVICE: Rule(_manages_post, "a lost post is withdrawn by its centre or the exam office"),
        Action.READ_ACCOUNTS: Rule(_sees_accounts, "accounts are kept by the exam office and its DSI"),
        Action.CREATE_ACCOUNT: Rule(_manages_account, "the exam office names juries and schools; nobody makes a peer"),
        Action.RENEW_CODE: Rule(_manages_account, "a new code opens the account: as much power as making it"),
        Action.CLOSE_ACCOUNT: Rule(_manages_account, "as for making one"),
        Action.READ_MESSAGES: Rule(_office, "what is told to the exam office is for the exam office (G04)"),
        Action.HANDLE_MESSAGE: Rule(_office, "who reads the messages answers for them"),
        Action.READ_GAPS: Rule(
            _office, "the exam office calls the schools (G01); it shows which school a livret is of"
        ),
        Action.READ_CONSOLE: Rule(_office, "the exam office follows every jury to its closing (J4)"),
        Action.READ_PUBLICATION: Rule(_office, "the exam office publishes"),
        Action.PROPOSE_PUBLICATION: Rule(_office, "one officer enters the time (J4)"),
        Action.CONFIRM_PUBLICATION: Rule(_office, "another officer confirms it: never the same person"),
        Action.CANCEL_PUBLICATION: Rule(_office, "until its time has come"),
        Action.READ_VISAS: Rule(_office, "the exam office sends the visas (memo, « Envoi des visas de lecture »)"),
        Action.SEND_VISAS: Rule(_office, "once the results are published, and never before (P43)"),
        Action.READ_RETENTION: Rule(
            _office, "the exam office answers for what is kept (arrêté du 8 février 2016, art. 9)"
        ),
        Action.ENTER_DISPUTE: Rule(_office, "a recours is addressed to the exam office"),
        Action.END_DISPUTE: Rule(_office, "who entered it ends it"),
        Action.CALL_CENTRE: Rule(_office, "the exam office reminds a centre whose posts told no erasure (J4, 10)"),
        Action.MAKE_CASE: Rule(_office, "the file of a case goes to the court from the exam office (N10)"),
        Action.READ_SCHOOL: Rule(_heads_school, "a school sees its own pupils, and no other’s (A2014 art. 3)"),
        Action.RECEIVE_VISAS: Rule(_heads_school, "visas go to the school of origin (memo, « Recevoir les visas »)"),
        Action.LOAD_LIVRETS: Rule(_heads_school, "the head loads the final livrets (memo, « livrets définitifs »)"),
        Action.OPEN_LIVRETS: Rule(_heads_school, "« durant la période déterminée par le chef d’établissement » (memo)"),
        Action.READ_AUDIT: Rule(_audits, "who is audited does not hold the audit; reading it is audited too"),
    }
)
"""The rule of every action."""
