# SPDX-License-Identifier: AGPL-3.0-or-later
"""The papers of a PV that are joined to a case: the archive that the post made, checked before it is taken."""

from collections.abc import Mapping
from pathlib import Path

from lsl_desk.backup.flaws import Flawed
from lsl_desk.backup.members import read_member
from lsl_desk.backup.places import open_copy
from lsl_desk.backup.proofs.kinds import PV_JSON, PV_PDF, PV_RECORD
from lsl_desk.backup.proofs.pv import check_pv
from lsl_desk.backup.proofs.report import Known
from lsl_desk.domain.errors import Code, Refusal


def papers_in(path: Path, pv: bytes) -> Mapping[str, bytes]:
    """The paper of a PV and the record that binds it, from the folder or zip they are in.

    Args:
        path: to it.
        pv: exact bytes of the PV that it must be of.

    Raises:
        Refusal: CASE_PAPERS, it is not whole, or of another PV.
    """
    try:
        members = open_copy(path)
    except Flawed as flawed:
        raise Refusal(Code.CASE_PAPERS, path=str(path)) from flawed
    try:
        if check_pv(members, Known()).intact and read_member(members, PV_JSON).content == pv:
            return {name: read_member(members, name).content for name in (PV_PDF, PV_RECORD)}
    finally:
        members.close()
    raise Refusal(Code.CASE_PAPERS, path=str(path))
