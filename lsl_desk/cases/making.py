# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the file of a case: what is played again, redacted, written and signed; a Desk and an academy call it alike."""

from collections.abc import Callable, Iterator

from lsl_desk.backup.proofs.case_file import FACTS, PAGE, CaseAbout, build_case
from lsl_desk.backup.proofs.kinds import JOURNAL, PV_JSON, VISAS
from lsl_desk.backup.proofs.lines import Told, Whole, journal
from lsl_desk.cases.facts import facts_of, written
from lsl_desk.cases.page import page
from lsl_desk.cases.source import CaseAct, CaseSource
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.replay import SITTING, Case, Step, ends_on, replay, stale_since, whole
from lsl_desk.domain.visas import Visa
from lsl_desk.wire.envelope import Signed, VerifyingKey
from lsl_desk.wire.visas import open_visas, visa_fields

Sign = Callable[[str, bytes], Signed]
"""Signs a payload of a type."""


def make_case(source: CaseSource, stored: Dossier, key: VerifyingKey, sign: Sign) -> bytes:
    """Make the file of a case.

    Args:
        source: what it is made from.
        stored: the candidate as the board holds it.
        key: of who makes it: a post, or the academy.
        sign: with that key.

    Raises:
        Refusal: NUMBER_UNKNOWN; REPLAY_GAP, a line is missing, REPLAY_BROKEN, the acts do not lead to what is stored,
            CASE_STALE, the marks changed since the decision: a file of them proves nothing.
        EnvelopeBroken: the visas are not the academy's.
    """
    played = [(one.act, one.receipt) for one in source.acts]
    whole(played, source.number)
    steps = replay(source.fresh, played, source.number)
    ends_on(steps, stored)
    if step := stale_since(steps, stored):
        raise Refusal(Code.CASE_STALE, number=source.number, step=step)
    minutes = source.minutes
    kept = list(_kept(source))
    visa = None if source.visas is None else _visa(source.visas, source)
    facts = facts_of(source, stored, steps, list(_lines(kept, steps)), None if visa is None else visa_fields(visa))
    members = {
        FACTS: written(facts),
        PAGE: page(facts),
        JOURNAL: journal(minutes.heading.jury, source.academy, (line for _, line in kept)),
        **({} if minutes.closing is None else {PV_JSON: source.pv}),
        **source.papers,
        **({} if source.visas is None else {VISAS: source.visas}),
    }
    about = CaseAbout(
        jury=minutes.heading.jury,
        number=source.number,
        session=minutes.heading.session,
        group=minutes.heading.group,
        academy=None if source.academy is None else source.academy.hex(),
        made=source.made,
    )
    return build_case(about, members, key.raw.hex(), lambda kind, payload: sign(kind, payload).signature)


def _kept(source: CaseSource) -> Iterator[tuple[CaseAct, Whole | Told]]:
    """The acts of the journal: whole, those of the candidate and of the sitting; of the others what the chain needs."""
    case = Case(source.number)
    for one in source.acts:
        whole = case.concerns(one.act) or isinstance(one.act.body, SITTING)
        receipt = one.receipt
        if whole:
            yield one, Whole(one.envelope, one.key, one.receipt_envelope)
        elif receipt is not None:
            yield one, Told(receipt.digest, receipt.verdict.value, receipt.code, receipt.chain)


def _lines(kept: list[tuple[CaseAct, Whole | Told]], steps: tuple[Step, ...]) -> Iterator[int]:
    ranks = {one.act.act: rank for rank, (one, _) in enumerate(kept, 1)}
    return (ranks[step.act.act] for step in steps)


def _visa(visas: bytes, source: CaseSource) -> Visa | None:
    """Of the candidate, in the academy's envelope; None for who goes to the second group."""
    key = VerifyingKey(source.academy or b"")
    return next((one for one in open_visas(visas, key).visas if one.number == source.number), None)
