# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many livrets in one stream: whatever is cut, altered or absurd, what comes out is whole and true."""

import tracemalloc
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import Digest
from lsl_desk.wire.bundle import MAX_LIVRET, BundleCut, BundleFalse, end, header, livrets

HEADER = 40
Livrets = list[tuple[Digest, bytes | None]]


def named(data: bytes) -> Digest:
    return Digest(sha256(data).hexdigest())


def one(digest: Digest, data: bytes | None) -> bytes:
    return header(digest, len(data or b"")) + (data or b"")


def stream(held: Livrets) -> bytes:
    return b"".join(one(digest, data) for digest, data in held) + end()


def chunked(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    """The same bytes in chunks of these lengths (0 too), then the rest."""
    for size in sizes:
        yield data[:size]
        data = data[size:]
    yield data


def read(chunks: Iterator[bytes]) -> tuple[Livrets, type[Exception] | None]:
    """What came out, and how it ended."""
    out: Livrets = []
    try:
        out.extend(livrets(chunks))  # extend keeps what was yielded before a failure
    except (BundleCut, BundleFalse) as error:
        return out, type(error)
    return out, None


SMALL: Livrets = [
    (named(b"un livret"), b"un livret"),
    (Digest("e" * 64), None),
    (named(b"x"), b"x"),
    (named(b"un autre, plus long"), b"un autre, plus long"),
]
DATA = st.binary(min_size=1, max_size=30)
HELD = st.lists(DATA.map(lambda data: (named(data), data)) | st.just((Digest("e" * 64), None)), max_size=5)
SIZES = st.lists(st.integers(0, 50), max_size=12)


def ends(held: Livrets) -> list[int]:
    """At which offset each livret is whole."""
    offsets, at = [], 0
    for digest, data in held:
        at += len(one(digest, data))
        offsets.append(at)
    return offsets


def test_the_bytes_are_these_for_ever() -> None:
    assert header(Digest("ab" * 32), 258) == b"\xab" * 32 + b"\0\0\0\0\0\0\1\2"
    assert end() == bytes(40)


@given(HELD, SIZES)
def test_what_was_put_in_comes_out_however_the_stream_is_chunked(held: Livrets, sizes: list[int]) -> None:
    assert read(chunked(stream(held), sizes)) == (held, None)
    assert read(bytes([byte]) for byte in stream(held)) == (held, None)


@pytest.mark.parametrize("size", [1, 7, 40, 41, 1000])
def test_a_stream_cut_at_any_byte_gives_the_livrets_that_were_whole_and_says_it_was_cut(size: int) -> None:
    whole = stream(SMALL)
    for cut in range(len(whole)):
        left = whole[:cut]
        out, how = read(left[at : at + size] for at in range(0, cut, size))
        assert out == SMALL[: sum(offset <= cut for offset in ends(SMALL))]
        assert how is BundleCut


def test_a_livret_is_given_as_soon_as_it_is_whole() -> None:
    asked: list[int] = []

    def slow() -> Iterator[bytes]:
        for rank, (digest, data) in enumerate(SMALL):
            asked.append(rank)
            yield one(digest, data)
        yield end()

    for rank, _ in enumerate(livrets(slow())):
        assert asked == list(range(rank + 1))


def test_an_empty_chunk_is_not_the_end() -> None:
    whole = stream(SMALL)
    assert read(iter([b"", whole[:50], b"", b"", whole[50:], b""])) == (SMALL, None)


@pytest.mark.parametrize("flipped", range(len(SMALL)))
def test_a_byte_altered_in_a_livret_loses_that_one_and_no_other(flipped: int) -> None:
    whole, size = stream(SMALL), len(SMALL[flipped][1] or b"")
    start = ends(SMALL)[flipped] - size
    for at in range(start, start + size):
        for bit in range(8):
            altered = bytearray(whole)
            altered[at] ^= 1 << bit
            expected = [(digest, None if rank == flipped else data) for rank, (digest, data) in enumerate(SMALL)]
            assert read(iter([bytes(altered)])) == (expected, None)


@given(HELD, st.data())
def test_whatever_byte_is_altered_no_livret_comes_out_false(held: Livrets, data: st.DataObject) -> None:
    altered = bytearray(stream(held))
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= data.draw(st.integers(1, 255))
    out, _ = read(iter([bytes(altered)]))
    assert {one for one in out if one[1] is not None} <= set(held)


@given(st.binary(max_size=200), SIZES)
def test_noise_ends_by_itself_and_gives_nothing(noise: bytes, sizes: list[int]) -> None:
    out, _ = read(chunked(noise, sizes))
    assert [data for _, data in out if data is not None] == []


@pytest.mark.parametrize("size", [MAX_LIVRET + 1, 2**63, 2**64 - 1])
def test_an_absurd_length_is_refused_before_anything_is_kept_for_it(size: int) -> None:
    taken: list[int] = []

    def endless() -> Iterator[bytes]:
        yield header(Digest("a" * 64), size)
        while True:
            taken.append(1)
            yield bytes(1024)

    tracemalloc.start()
    try:
        with pytest.raises(BundleFalse):
            next(livrets(endless()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken == []
    assert peak < 100_000


def test_a_length_announced_costs_nothing_until_its_bytes_come() -> None:
    tracemalloc.start()
    try:
        out, how = read(iter([header(Digest("a" * 64), MAX_LIVRET), b"few"]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (out, how) == ([], BundleCut)
    assert peak < 100_000


def test_nothing_after_the_end_mark_is_read() -> None:
    def after() -> Iterator[bytes]:
        yield stream(SMALL)
        raise AssertionError("asked for more")

    assert read(after()) == (SMALL, None)


def test_a_name_of_zeros_with_bytes_is_no_livret_and_no_end() -> None:
    false = header(Digest("0" * 64), 3) + b"abc"
    assert read(iter([false + stream(SMALL)])) == ([(Digest("0" * 64), None), *SMALL], None)
