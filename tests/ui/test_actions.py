# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMenuBar

from lsl_desk.ui import menus
from lsl_desk.ui.actions import EVERYWHERE, FILE, MENUS, TABLE, Actions, ActionSpec, DuplicateKeyError, check
from lsl_desk.ui.keys_sheet import lines

FIXED = """
home lock settings change_passphrase quit next_to_read next_candidate previous_candidate jump focus_query focus_table
focus_livret next_page previous_page first_page last_page find find_next find_previous find_in_jury copy continuous
fit_width fit_page zoom_in zoom_out rotate thumbnails doctor full_screen theme_system theme_light theme_dark keys guide
about import_jury import_zip erase_jury erase_store retention export_acts connection sync sync_pause
sync_stop conflicts hall enrol diagnosis prepare open_sitting hand_over close_sitting pv next_undecided next_order
read_card focus_marks raise_mark least_raises bench gap_first undo_change decide examine_paper
follow_chair state_place replay project freeze_projection project_decision project_elsewhere
"""


def test_the_table_holds_the_agreed_actions() -> None:
    assert {spec.id for spec in TABLE} == set(FIXED.split())


def test_two_actions_with_one_key_are_refused() -> None:
    one = ActionSpec("one", "Un", ("Ctrl+K",), FILE, "un")
    other = ActionSpec("other", "Deux", ("F2", "ctrl+k"), FILE, "deux")
    with pytest.raises(DuplicateKeyError, match="one, other"):
        check((one, other))


def test_two_actions_with_one_name_are_refused() -> None:
    with pytest.raises(DuplicateKeyError):
        check((ActionSpec("one", "Un", (), FILE, "un"), ActionSpec("one", "Deux", (), FILE, "deux")))


def test_every_action_is_in_a_menu_with_a_letter_of_its_own(qapp: QApplication) -> None:
    del qapp
    bar = QMenuBar()
    actions = Actions(bar)
    made = menus.fill(bar, actions)
    assert tuple(made) == MENUS
    for name, menu in made.items():
        letters = [_letter(action.text()) for action in menu.actions() if not action.isSeparator()]
        assert None not in letters, f"an entry of {name} cannot be reached by Alt and a letter"
        assert len(set(letters)) == len(letters), f"two entries of {name} share a letter"
    assert {action.objectName() for menu in made.values() for action in menu.actions()} - {""} == set(actions)
    tops = [_letter(menu.title()) for menu in made.values()]
    assert len(set(tops)) == len(tops)


def test_tips_tell_the_key(qapp: QApplication) -> None:
    del qapp
    actions = Actions()
    assert actions["next_to_read"].toolTip() == "Ouvrir le prochain livret à lire (N)"
    assert actions["find_previous"].toolTip().endswith("(Maj+F3)"), "keys are named in French"


def test_the_sheet_tells_every_key(qapp: QApplication) -> None:
    del qapp
    told = {label for rows in lines(Actions()).values() for _, label in rows}
    for spec in TABLE:
        assert (spec.label.rstrip("…") in told) == bool(spec.keys)


def test_what_has_no_effect_on_a_screen_is_disabled(qapp: QApplication) -> None:
    del qapp
    actions = Actions()
    for screen in EVERYWHERE:
        actions.show_screen(screen)
        for spec in TABLE:
            assert actions[spec.id].isEnabled() == (screen in spec.screens)


def test_what_a_screen_bars_stays_barred_until_allowed(qapp: QApplication) -> None:
    del qapp
    actions = Actions()
    actions.allow("copy", False)
    actions.show_screen("room")
    assert not actions["copy"].isEnabled()
    actions.show_screen("home")
    actions.allow("copy", True)
    assert not actions["copy"].isEnabled()
    actions.show_screen("room")
    assert actions["copy"].isEnabled()


def test_every_enabled_action_of_home_does_something(bench: Callable[..., Any]) -> None:
    driven = bench()
    driven.unlock()
    for name in driven.window.actions_:
        action = driven.window.actions_[name]
        if action.isEnabled():
            connected = action.receivers("2triggered(bool)") + action.receivers("2toggled(bool)")
            assert connected, f"{name} is advertised and does nothing"


def _letter(text: str) -> str | None:
    place = text.find("&")
    return text[place + 1].casefold() if place >= 0 else None
