# SPDX-License-Identifier: AGPL-3.0-or-later
import itertools
import random

import pytest

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import RenderKey
from lsl_desk.pages.memory import SharedMemory
from lsl_desk.pages.slots import Room, SharedPicture, SlotFrame, Slots

PAGE = 4096
KEY = RenderKey(Digest("0"), 0, 16)


@pytest.fixture
def memory() -> SharedMemory:
    return SharedMemory.make(64 * PAGE)


def slots_of(memory: SharedMemory, budget: int = 16 * PAGE) -> tuple[Slots, list[str]]:
    freed: list[str] = []
    return Slots(memory, budget, lambda: freed.append("freed")), freed


def kept(slots: Slots, used: int, *, ahead: bool = False) -> Room:
    room = slots.hold(used, ahead=ahead)
    assert room is not None
    return slots.keep(room, used)


def test_the_lowest_place_serves_first_and_again(memory: SharedMemory) -> None:
    slots, freed = slots_of(memory)
    one, two = kept(slots, 3 * PAGE), kept(slots, 100)
    assert (one, two) == (Room(0, 3 * PAGE), Room(3 * PAGE, PAGE))
    slots.give_back(one)
    assert freed == ["freed"]
    assert kept(slots, 2 * PAGE).offset == 0
    assert kept(slots, 2 * PAGE).offset == 4 * PAGE  # one page between is too small
    assert kept(slots, PAGE).offset == 2 * PAGE


def test_pictures_ahead_stay_within_the_budget_and_the_screen_goes_beyond(memory: SharedMemory) -> None:
    slots, _ = slots_of(memory, 4 * PAGE)
    assert kept(slots, 3 * PAGE, ahead=True).offset == 0
    assert slots.hold(2 * PAGE, ahead=True) is None
    assert not slots.has_room(2 * PAGE)
    assert slots.has_room(PAGE)
    assert kept(slots, 2 * PAGE) == Room(3 * PAGE, 2 * PAGE)
    assert slots.hold(PAGE, ahead=True) is None


def test_a_room_not_used_is_free_again(memory: SharedMemory) -> None:
    slots, _ = slots_of(memory)
    room = slots.hold(5 * PAGE, ahead=True)
    assert room == Room(0, 16 * PAGE)
    assert slots.keep(room, 0).size == 0
    assert slots.taken == 0
    assert slots.hold(64 * PAGE, ahead=False) == Room(0, 64 * PAGE)
    assert slots.hold(1, ahead=False) is None


def test_places_never_overlap_and_all_come_back(memory: SharedMemory, rng: random.Random) -> None:
    slots, _ = slots_of(memory)
    held: list[Room] = []
    for _ in range(2000):
        if held and rng.random() < 0.5:
            slots.give_back(held.pop(rng.randrange(len(held))))
        elif (room := slots.hold(rng.randrange(1, 6 * PAGE), ahead=rng.random() < 0.5)) is not None:
            held.append(
                slots.keep(room, rng.randrange(1, room.size + 1) if rng.random() < 0.3 else min(room.size, PAGE))
            )
        places = sorted((one.offset, one.size) for one in held)
        assert all(start + size <= after for (start, size), (after, _) in itertools.pairwise(places))
        assert slots.taken == sum(size for _, size in places)
    for room in held:
        slots.give_back(room)
    assert slots.hold(64 * PAGE, ahead=False) == Room(0, 64 * PAGE)


def test_memory_beyond_the_budget_goes_back_to_the_system_and_what_is_within_stays(memory: SharedMemory) -> None:
    slots, _ = slots_of(memory, 2 * PAGE)
    room = kept(slots, 4 * PAGE)
    memory.view(0, 4 * PAGE)[:] = b"\x07" * 4 * PAGE
    slots.give_back(room)
    assert bytes(memory.view(0, 2 * PAGE)) == b"\x07" * 2 * PAGE
    assert not any(memory.view(2 * PAGE, 2 * PAGE))


def test_wiping_leaves_nothing_of_what_was_drawn(memory: SharedMemory) -> None:
    slots, _ = slots_of(memory)
    slots.wipe()
    kept(slots, PAGE)
    slots.give_back(kept(slots, 3 * PAGE))
    memory.view(0, 4 * PAGE)[:] = b"\x07" * 4 * PAGE
    slots.wipe()
    assert not any(memory.view(0, 4 * PAGE))


def test_a_picture_goes_with_its_last_frame(memory: SharedMemory) -> None:
    slots, _ = slots_of(memory)
    room = kept(slots, PAGE)
    picture = SharedPicture(slots, room, memory.view(0, 16 * 4 * 4).toreadonly(), 2)
    one, two = SlotFrame(KEY, 4, picture), SlotFrame(KEY, 4, picture)
    assert (one.width, one.height, one.stride, len(one.pixels)) == (16, 4, 64, 256)
    one.release()
    one.release()
    assert slots.taken == PAGE
    two.release()
    assert slots.taken == 0
