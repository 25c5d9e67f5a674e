# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `lsl-verify` answers of a proof, in French lines for a person and in one object for a program."""

from collections.abc import Iterator, Sequence

from lsl_desk.backup.dsse import short
from lsl_desk.backup.proofs.report import Proof
from lsl_desk.backup.sentences import sentence, shown


def lines(proofs: Sequence[tuple[str, Proof]]) -> Iterator[str]:
    """Yield the answer: of each proof the verdict first, then what it is, then what to do."""
    for rank, (place, proof) in enumerate(proofs):
        if rank:
            yield ""
        yield f"{shown(place)}\u00a0: {_verdict(proof)}"
        for finding in proof.findings:
            yield f"  - {sentence(finding)}"
        for told in proof.told:
            yield f"  {shown(told)}"
        for who, keyid in proof.keys.items():
            yield f"  Preuve d’intégrité signée par {who}, empreinte de sa clé\u00a0: {short(keyid)}."
        if proof.intact and not proof.settled:
            yield f"  {_what_to_do(proof)}"


def answer(proofs: Sequence[tuple[str, Proof]]) -> dict[str, object]:
    """Return the object that ``--json`` prints; ``ok`` is « nothing is wrong », ``settled`` « and it is theirs »."""
    kinds = {proof.kind.value for _, proof in proofs}
    return {
        "ok": all(proof.intact for _, proof in proofs),
        "settled": all(proof.settled for _, proof in proofs),
        "kind": kinds.pop() if len(kinds) == 1 else "divers",
        "findings": [
            {"code": one.flaw.value, "place": place, "file": one.file, "message": sentence(one)}
            for place, proof in proofs
            for one in proof.findings
        ],
        "proofs": [_proof(place, proof) for place, proof in proofs],
    }


def _proof(place: str, proof: Proof) -> dict[str, object]:
    return {
        "place": place,
        "kind": proof.kind.value,
        "ok": proof.intact,
        "settled": proof.settled,
        "key_compared": proof.key_compared,
        "words_compared": proof.words_compared,
        "keys": {who: short(keyid) for who, keyid in proof.keys.items()},
        **proof.facts,
    }


def _verdict(proof: Proof) -> str:
    if not proof.intact:
        count = len(proof.findings)
        return f"REFUSÉ ({count} défaut{'s' if count > 1 else ''})."
    if proof.words_compared:
        return "intact, et le PV est celui dont les mots ont été notés."
    if proof.key_compared:
        return "intact, et signé par la clé attendue."
    if proof.keys:
        return "intact, mais personne n’a encore comparé la clé\u00a0: rien ne dit de qui cela vient."
    return "bien formé, mais rien ne le signe et personne n’en a comparé les mots."


def _what_to_do(proof: Proof) -> str:
    if not proof.keys:
        return 'Comparez les huit mots avec ceux du papier\u00a0: --mots "…".'
    key = short(next(iter(proof.keys.values())))
    return (
        f'Comparez cette empreinte avec celle que l’académie ou le centre vous donne, puis relancez avec --cle "{key}".'
    )
