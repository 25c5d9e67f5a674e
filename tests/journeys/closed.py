# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of a sitting, by the keys of who presides: like cases explained, closed, signed (J2, steps 13 and 14)."""

from PySide6.QtCore import Qt

from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Role
from lsl_desk.ui.closing.pv_dialog import PvDialog
from tests.journeys.sitter import COUNT, J03, Sitter


def the_sitting_closes(post: Sitter) -> None:
    """Step 13: nothing is left to settle but like cases decided differently, which are explained once; then the PV."""
    post.until(lambda: post.stage() is Stage.DELIBERATED)
    assert post.desk.deliberation.pace(J03).decided == COUNT
    close(post)
    pv = post.pv()
    assert pv.tabs.currentIndex() == 1, "the closing waits for the reasons"
    post.picture("13-cas-semblables")
    while waiting := [row for row in pv.cases.rows.values() if not row.reason.text()]:
        post.until(waiting[0].reason.hasFocus)
        waiting[0].reason.insert("le livret de l’un montre des progrès constants")
        post.key(Qt.Key.Key_Return)
        post.until(lambda: not post.tasks.busy)
    post.leave()
    close(post)
    post.until(lambda: post.stage() is Stage.CLOSED)
    post.picture("13-close")


def close(post: Sitter) -> None:
    """By the menu, which is the only way to it: Alt, a letter, a letter."""
    post.menu("close_sitting")
    post.until(lambda: post.dialog() is not None and not post.tasks.busy)
    post.picture("13-cloture")
    post.alt(Qt.Key.Key_C)
    post.until(lambda: isinstance(post.dialog(), PvDialog) and not post.tasks.busy)


def the_pv_is_signed(pv: PvDialog, post: Sitter) -> None:
    """Step 14: the president alone sits at the head of this jury, and signs what was shown."""
    assert pv.view is not None
    assert len(pv.view.words) == 8
    row = pv.signatures.rows[Role.PRESIDENT]
    post.until(row.name.hasFocus)
    post.key(Qt.Key.Key_Tab)
    assert row.sign.hasFocus()
    post.key(Qt.Key.Key_Space)
    post.until(lambda: pv.view is not None and pv.view.signed)
    post.picture("14-signature")
