# SPDX-License-Identifier: AGPL-3.0-or-later
"""The board of a jury as this post knows it: what the academy has, in its order, then what it has not yet."""

from lsl_desk.client.link.ports import LinkStore
from lsl_desk.domain.board import Board
from lsl_desk.domain.ids import JuryId


def board_of(store: LinkStore, jury: JuryId) -> Board:
    """Follow the receipts of a jury's acts, since the office may have corrected a mark; then take what waits."""
    manifest = store.listed(jury)
    board = Board({}) if manifest is None else Board(manifest.marks, manifest.candidates, group=manifest.group)
    for line in store.feed(jury):
        board.follow(line.act, line.receipt)
    for act in store.waiting(jury):
        board.take(act)
    return board
