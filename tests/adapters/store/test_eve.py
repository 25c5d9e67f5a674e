# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the eve costs the sealed store: as much as its own acts are, whatever else the journal and the feeds hold."""

from pathlib import Path

import pytest

from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.domain.acts import Entry, LivretRead, PaperReceived, Role
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.wire.acts import decode_act
from tests.academy.memory_link import SigningStore
from tests.academy.model import AcademyModel
from tests.adapters.store.desks import make, refusal_of

J01 = JuryId("J01")
READ = LivretRead(StudentNumber("0417"), Digest("a" * 64), ("1.0",), "académie")
RECEIVED = PaperReceived(StudentNumber("0432"), True, Entry.TYPED)


def test_no_reading_is_gone_through_for_the_eve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, model, other = make(tmp_path), AcademyModel(), SigningStore(7)
    link = desk.link()
    key = model.key.public.raw
    link.pin(PinnedAcademy("https://a.example", "Académie", key, "Poste", Role.PRESIDENT, CentreId("0750001Z")))
    for body in (READ, RECEIVED, READ, READ):
        desk.record(J01, 1, body)
        other.record(J01, 1, body)
    model.receive(model.take_post(other.key.public.raw).key.id, [one.envelope for one in other.signed])
    link.keep_feed(J01, model.jury(J01).feed)
    gone_through = []

    def counted(payload: bytes) -> object:
        gone_through.append(payload)
        return decode_act(payload)

    monkeypatch.setattr("lsl_desk.adapters.store.eve.decode_act", counted)
    asked = desk.eve()
    assert [one.act.body for one in asked.acts()[J01]] == [RECEIVED, RECEIVED]
    assert len(gone_through) == 2
    desk.close()
    assert refusal_of(asked.acts) is Code.STORE_LOCKED
