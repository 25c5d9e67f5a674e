# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `lsl-desk sync` answers, in words and in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.client.prepare.understood import counted
from lsl_desk.sentences import sentence

if TYPE_CHECKING:
    from lsl_desk.client.link.values import JurySynced, SendReport, SyncReport


def received(done: JurySynced) -> str:
    """What came of a jury, in words."""
    parts = [f"{done.kept} à jour", counted(done.fetched, "livret reçu", "livrets reçus")]
    if done.changed:
        parts.append(f"dont {done.changed} mis à jour")
    if done.missing:
        parts.append(f"{len(done.missing)} à réclamer ({', '.join(done.missing)})")
    return ", ".join(parts)


def sync_answer(sent: SendReport, fetched: SyncReport, read: int) -> dict[str, object]:
    """The answer of `lsl-desk sync --json`."""
    return {
        "sent": sent.sent,
        "left": sent.left,
        "refused": [
            {"act": one.receipt.act, "jury": one.receipt.jury, "code": one.receipt.code} for one in sent.refused
        ],
        "juries": [
            {"id": one.jury, "label": one.label, "version": one.version, "fetched": one.fetched,
             "changed": one.changed, "kept": one.kept, "missing": list(one.missing)}
            for one in fetched.done
        ],
        "failed": [
            {"jury": jury, "code": problem.code.value, "message": sentence(problem)}
            for jury, problem in fetched.failed.items()
        ],
        "read": read,
    }  # fmt: skip
