# SPDX-License-Identifier: AGPL-3.0-or-later
"""What closes a PDF under a password: the standard security handler, revision 6, AES-256 (ISO 32000-2, 7.6.4).

MuPDF can make a lock itself, but draws its key from a generator seeded with the second at which the program started:
whoever has the file and knows the day has 86 400 keys to try. So the key comes from the system's randomness, and MuPDF
is given a small closed PDF whose lock it keeps (`pdf.protection`).
"""

import os
import struct
from hashlib import sha256, sha384, sha512
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from lsl_desk.pdf.closed import ClosedPdf

_SALT = 8
_ROUNDS = 64
_HASHES = (sha256, sha384, sha512)
_PRINT, _ACCESSIBLE, _PRINT_WELL = 1 << 2, 1 << 9, 1 << 11
_RIGHTS: Final = (0xFFFFF0C0 | _PRINT | _ACCESSIBLE | _PRINT_WELL) - (1 << 32)
"""What a person who has the password may do, and bits 7, 8 and 13 to 32, which are always set."""
_LONGEST = 127
"""Bytes of a password that count."""


class Lock:
    """A password as it closes file after file: its slow part is done once, each file gets a key of its own."""

    def __init__(self, code: str, short: str) -> None:
        """Take a password and a shorter form of it, which opens as well: to a reader it is the owner's.

        Args:
            code: plain ASCII, 1 to 127 characters.
            short: the same; some readers take 32 characters at most.

        Raises:
            ValueError: one is empty, too long, or not ASCII.
        """
        both = code.encode("ascii"), short.encode("ascii")
        if not all(0 < len(password) <= _LONGEST for password in both):
            raise ValueError("passwords of 1 to 127 bytes")
        self._user, self._under_user = _words(both[0], b"")
        self._owner, self._under_owner = _words(both[1], self._user)

    def closed(self) -> ClosedPdf:
        """Make the lock of one file under a new key; the password opens it for printing and for reading aloud."""
        key, once = os.urandom(32), os.urandom(16).hex()
        one_block = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - as the standard says
        perms = one_block.update(struct.pack("<iI", _RIGHTS, 0xFFFFFFFF) + b"Tadb" + os.urandom(4))
        user, owner = _cbc(self._under_user, bytes(16), key), _cbc(self._under_owner, bytes(16), key)
        true = _dictionary(6, self._user, user, self._owner, owner, perms)
        return ClosedPdf(_pdf(_once(once.encode(), key)), once, true)


def _once(password: bytes, key: bytes) -> bytes:
    """A dictionary of revision 5 (Adobe Supplement to ISO 32000, extension level 3), without an owner."""
    check, wrap = os.urandom(_SALT), os.urandom(_SALT)
    user = sha256(password + check).digest() + check + wrap
    return _dictionary(5, user, _cbc(sha256(password + wrap).digest(), bytes(16), key), bytes(48), bytes(32), bytes(16))


def _dictionary(revision: int, user: bytes, user_key: bytes, owner: bytes, owner_key: bytes, perms: bytes) -> bytes:
    return (
        b"<</Filter/Standard/V 5/R %d/Length 256/P %d/U<%s>/UE<%s>/O<%s>/OE<%s>/Perms<%s>/EncryptMetadata true"
        b"/CF<</StdCF<</AuthEvent/DocOpen/CFM/AESV3/Length 32>>>>/StmF/StdCF/StrF/StdCF>>"
        % (revision, _RIGHTS, _hex(user), _hex(user_key), _hex(owner), _hex(owner_key), _hex(perms))
    )


def _hex(word: bytes) -> bytes:
    return word.hex().encode()


def _words(password: bytes, user: bytes) -> tuple[bytes, bytes]:
    """Algorithms 8 and 9: what recognises a password (48 bytes), and the key under which files' keys are kept (32)."""
    check, wrap = os.urandom(_SALT), os.urandom(_SALT)
    return _hash(password, check, user) + check + wrap, _hash(password, wrap, user)


def _hash(password: bytes, salt: bytes, user: bytes) -> bytes:
    """Algorithm 2.B: 32 bytes, slowly."""
    key = sha256(password + salt + user).digest()
    done = 0
    while True:
        mixed = _cbc(key[:16], key[16:32], (password + key + user) * 64)
        key = _HASHES[sum(mixed[:16]) % 3](mixed).digest()
        done += 1
        if done >= _ROUNDS and mixed[-1] <= done - 32:
            return key[:32]


def _cbc(key: bytes, start: bytes, data: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.CBC(start)).encryptor().update(data)


def _pdf(encrypt: bytes) -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    out = bytearray(b"%PDF-2.0\n")
    offsets = []
    for rank, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (rank, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    name = os.urandom(16).hex().encode()
    out += b"trailer\n<</Size %d/Root 1 0 R/ID[<%s><%s>]/Encrypt%s>>\n" % (len(objects) + 1, name, name, encrypt)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
