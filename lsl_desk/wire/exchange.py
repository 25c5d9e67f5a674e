# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is sent and answered, as JSON: the models of the API, on both sides of it. The server publishes them (OpenAPI).

What matters for proof travels inside as signed envelopes (base64 of DSSE bytes); the rest is transport.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from lsl_desk.wire.routes import MAX_BATCH, MAX_BUNDLE, MAX_NUMBER
from lsl_desk.wire.strict import MAX_CANDIDATES, Base64, Count, Moment, Rank, Sha256, Short, Strict, Uuid, Year

Envelope = Annotated[Base64, Field(max_length=64 * 1024)]
"""Base64 of a DSSE envelope."""
Nonce = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$")]
"""Base64 of exactly 32 bytes."""


Filled = Annotated[Short, Field(min_length=1)]
"""A line of text that says something."""
Phone = Annotated[str, StringConstraints(pattern=r"^([+]?[0-9][0-9 \u00a0]{4,28})?$")]
"""A phone number as `domain.phone.french_phone` writes it, or ""."""


class Problem(Strict):
    """Any refusal of the API: a stable code of `domain.errors.Code`, and the facts of its French sentence."""

    code: Short
    facts: dict[str, Short | int] = Field(default_factory=dict)


class AcademyAnswer(Strict):
    """Who answers."""

    name: Short
    session: Year
    key: Nonce
    protocol: Short
    now: Moment


class EnrolmentAsked(Strict):
    """First step: the post's commitment."""

    commitment: Sha256
    label: Annotated[Short, Field(min_length=1, max_length=60)]


class EnrolmentBegun(Strict):
    """The server's key and random number; the post now shows its own."""

    enrolment: Uuid
    key: Nonce
    nonce: Nonce


class EnrolmentRevealed(Strict):
    """Second step: what the commitment hid."""

    key: Nonce
    nonce: Nonce


class EnrolmentState(Strict):
    """How far an enrolment is: a person compares the digits at the server, and says yes or no."""

    state: Literal["waiting", "approved", "refused"]
    name: Short = ""
    role: Short = ""
    centre: Short = ""


class ChallengeAsked(Strict):
    """A post wants a token."""

    device: Sha256


class Challenge(Strict):
    """What it has to sign."""

    nonce: Nonce


class TokenAsked(Strict):
    """The challenge signed, as a DSSE envelope of type `wire.envelope.CHALLENGE`."""

    signed: Envelope


class Token(Strict):
    """A bearer token of this post."""

    token: Annotated[str, Field(min_length=20, max_length=200)]
    seconds: Rank


class DeviceAnswer(Strict):
    """What the academy knows of this post: its acts up to ``sequence``, the last of them ``head``."""

    device: Sha256
    state: Literal["active", "revoked"]
    reason: Short
    name: Short
    role: Short
    centre: Short
    sequence: Count
    head: Sha256
    help_phone: Phone = ""
    """Whom to call on the day, "" while the academy gives nobody."""


class JuryLine(Strict):
    """One jury this post may hold."""

    jury: Short
    label: Short
    version: Rank
    digest: Sha256
    """Of the signature over its manifest (`wire.manifests.edition`): a restored academy gives one version twice."""
    sitting: Moment | None
    sequence: Count
    """Acts of this jury at the academy."""
    chain: Sha256
    """Where their chain ends: a restored academy may have as many acts, and others."""
    published: Moment | None = None
    """When its results were published; None before that time, by the academy's clock."""


class JuriesAnswer(Strict):
    """The juries of this post."""

    juries: list[JuryLine]


class ManifestShown(Strict):
    """The manifest that a post holds and the academy may have lost, as the envelope it signed."""

    manifest: Base64


class ErasureTold(Strict):
    """What a post erased of a jury at its date, as the envelope it signed (`wire.erasure_record`)."""

    record: Base64


class ErasureKept(Strict):
    """The academy knows of it."""

    received: Moment
    """When it first heard of it, by its own clock."""


class NameLine(Strict):
    """Who a candidate is: told to the heads of the jury, whose posts keep it sealed (features N18)."""

    number: Filled
    name: Short
    usage_name: Short = ""
    first_names: Short = ""


class NamesAnswer(Strict):
    """The names of a jury's candidates, in the order of the PV."""

    names: Annotated[list[NameLine], Field(max_length=MAX_CANDIDATES)]


class SchoolLine(Strict):
    """Whom to call about a candidate's livret: it is missing, unknown or on paper."""

    number: Filled
    name: Filled
    phone: Phone


def _numbers_once(lines: list[SchoolLine]) -> list[SchoolLine]:
    if len({one.number for one in lines}) != len(lines):
        raise ValueError("twice")
    return lines


class SchoolsAnswer(Strict):
    """The schools to call for a jury, for its centre head alone."""

    lines: Annotated[list[SchoolLine], Field(max_length=MAX_CANDIDATES), AfterValidator(_numbers_once)]


class WhoseAsked(Strict):
    """The number that a paper livret bears."""

    number: Annotated[Filled, Field(max_length=MAX_NUMBER)]


class CentreLine(Strict):
    """A centre: its code (UAI) and name."""

    centre: Filled
    name: Short


class WhoseAnswer(Strict):
    """The centres that expect a paper livret of that number; nothing else of the candidate is told."""

    centres: Annotated[list[CentreLine], Field(max_length=100)]


class BundleAsked(Strict):
    """The livrets wanted in one stream, in this order; the answer is `wire.bundle`."""

    digests: Annotated[list[Sha256], Field(min_length=1, max_length=MAX_BUNDLE)]


class ActsSent(Strict):
    """A batch of acts of this post, in the order of its chain."""

    acts: Annotated[list[Envelope], Field(min_length=1, max_length=MAX_BATCH)]


class ActAnswered(Strict):
    """What became of one act of a batch.

    ``kept`` carries the signed receipt, the same bytes each time it is asked. ``gap`` names the rank expected next:
    nothing from here on was kept. ``invalid`` says why this act, and what follows it, was not kept.
    """

    state: Literal["kept", "gap", "invalid"]
    receipt: Envelope | None = None
    expected: Rank | None = None
    problem: Problem | None = None


class ActsAnswer(Strict):
    """One answer an act, in order; fewer when it stopped at a gap or an invalid one, which is then the last."""

    answers: list[ActAnswered]


class FeedLine(Strict):
    """One act of a jury as the academy keeps it, with the key of the post that signed it."""

    sequence: Rank
    act: Envelope
    receipt: Envelope
    key: Nonce


class FeedAnswer(Strict):
    """The acts of a jury after a rank, in order, a few hundred at a time; ``last`` is the rank of its newest act."""

    lines: list[FeedLine]
    last: Count


class Event(Strict):
    """One event of the stream: a jury has a new act or version; the Desk asks for the rest."""

    jury: Short
    sequence: Count
    version: Rank
