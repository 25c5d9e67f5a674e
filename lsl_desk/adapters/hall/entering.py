# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting posts in by the code, on the post that opened the room (decision 016)."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Final

from lsl_desk.client.hall.ports import Hosting
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import DeviceId
from lsl_desk.wire import cpace
from lsl_desk.wire.cpace import ExchangeBroken, Half
from lsl_desk.wire.envelope import VerifyingKey
from lsl_desk.wire.hall import channel_of, said_by_guest, said_by_host

DIGITS: Final = 6
_AT_THE_DOOR: Final = 16
"""Posts that may be between knocking and entering; the oldest has to knock again."""


@dataclass(slots=True)
class _Entry:
    """A post at the door.

    Attributes:
        nonce: its own and this post's.
        key: what the exchange came to; empty before.
        share: of the guest.
        said: by the guest.
        answer: this post's share and what it said.
        who: the guest, as a post and as a person.
    """

    nonce: bytes
    key: bytes = b""
    share: bytes = b""
    said: bytes = b""
    answer: tuple[bytes, bytes] = (b"", b"")
    who: tuple[DeviceId, Author] | None = None


class Entering:
    """The door. From any thread; of the code, nothing but an attempt counted comes out."""

    def __init__(self, host: Hosting, public: bytes, certificate: bytes) -> None:
        """Draw the first code.

        Args:
            host: counts the tries, and is told who is in.
            public: this post's key, 32 bytes.
            certificate: SHA-256 of the room's, 32 bytes.
        """
        self._host = host
        self._public = public
        self._certificate = certificate
        self._guard = Lock()
        self._entries: dict[str, _Entry] = {}
        self._secrets: dict[str, DeviceId] = {}
        self.hall = secrets.token_hex(16)
        self.code = ""
        self.renew()

    def renew(self) -> None:
        """Draw another code; who is at the door has to knock again."""
        with self._guard:
            self._draw()

    def knock(self, nonce: bytes) -> tuple[str, bytes]:
        """Begin an entry.

        Returns:
            Its name, and this post's number.
        """
        mine = secrets.token_bytes(32)
        name = secrets.token_hex(16)
        with self._guard:
            while len(self._entries) >= _AT_THE_DOOR:
                self._entries.pop(next(iter(self._entries)))
            self._entries[name] = _Entry(nonce + mine)
        return name, mine

    def share(self, name: str, share: bytes, public: bytes, jury: str, author: Author) -> tuple[bytes, bytes]:
        """Take the guest's half and give this post's: one guess at the code, which counts as wrong until it is proved.

        Returns:
            The share, and this post's key.

        Raises:
            Refusal: HALL_OVER for an entry that is not at the door, HALL_CODE_WAIT, HALL_OTHER_JURY, ACT_UNSIGNED.
        """
        with self._guard:
            entry = self._entries.get(name)
            if entry is None or entry.key:
                raise Refusal(Code.HALL_OVER)
            if jury != self._host.jury:
                raise Refusal(Code.HALL_OTHER_JURY, jury=jury)
            self._host.try_code()
            said, mine = said_by_guest(public, jury, author.role, author.name), said_by_host(self._public, self.hall)
            half = Half.begin(self.code.encode(), channel_of(self._certificate), entry.nonce, mine)
            try:
                key, device = half.responder_key(share, said), VerifyingKey(public).id
            except (ExchangeBroken, ValueError) as error:
                raise self._wrong() from error
            entry.key, entry.share, entry.said, entry.answer = key, share, said, (half.share, mine)
            entry.who = device, author
            return half.share, self._public

    def prove(self, name: str, shown: bytes) -> tuple[bytes, str]:
        """Let the guest in, if it knows the code.

        Returns:
            The proof that this post knows it too, and the guest's secret.

        Raises:
            Refusal: HALL_OVER, HALL_CODE_WRONG, HALL_CODE_WAIT.
        """
        with self._guard:
            entry = self._entries.pop(name, None)
            if entry is None or entry.who is None:
                raise Refusal(Code.HALL_OVER)
            if not hmac.compare_digest(shown, cpace.tag(entry.key, entry.share, entry.said)):
                raise self._wrong()
            secret = secrets.token_urlsafe(32)
            device, author = entry.who
            self._secrets[_hidden(secret)] = device
        self._host.enter(device, author)
        return cpace.tag(entry.key, *entry.answer), secret

    def _draw(self) -> None:
        self.code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        self._entries.clear()

    def _wrong(self) -> Refusal:
        """What to tell; after the last try the code is another one."""
        told = self._host.wrong_code()
        if told.code is Code.HALL_CODE_WAIT:
            self._draw()
            self._host.code_drawn()
        return told

    def who(self, secret: str) -> DeviceId:
        """The post whose secret this is.

        Raises:
            Refusal: HALL_OVER.
        """
        with self._guard:
            device = self._secrets.get(_hidden(secret))
        if device is None:
            raise Refusal(Code.HALL_OVER)
        return device


def author_of(name: str, role: str) -> Author:
    """Who a guest says it is."""
    return Author(name, Role(role))


def _hidden(secret: str) -> str:
    """By its digest: how long a look-up takes says nothing of a secret."""
    return sha256(secret.encode()).hexdigest()
