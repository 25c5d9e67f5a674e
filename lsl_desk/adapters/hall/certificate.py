# SPDX-License-Identifier: AGPL-3.0-or-later
"""The certificate of a room: made when it opens, gone when it shuts. The code vouches for it, no authority does."""

import secrets
import ssl
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509.oid import NameOID

from lsl_desk.adapters.tls import closing

_LIFE: Final = timedelta(days=30)
"""Long, and begun before: the clocks of a centre are not right, and nobody reads these dates."""


def make_door() -> tuple[ssl.SSLContext, bytes]:
    """Make a key and its certificate.

    Returns:
        What serves with it, and the SHA-256 of the certificate, 32 bytes.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "LSL Desk")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _LIFE)
        .not_valid_after(now + _LIFE)
        .sign(key, hashes.SHA256())
    )
    context = closing(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.num_tickets = 0  # nobody comes back to a connection
    # OpenSSL reads keys from files only: this one is closed under a password that is in memory alone, and removed.
    password = secrets.token_bytes(32).hex().encode()
    closed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))
    with tempfile.TemporaryDirectory(prefix="lsl-salle-") as folder:
        file = Path(folder) / "porte.pem"
        file.write_bytes(closed + made.public_bytes(Encoding.PEM))
        context.load_cert_chain(file, password=password)
    return context, sha256(made.public_bytes(Encoding.DER)).digest()


def blind() -> ssl.SSLContext:
    """What a post that enters begins with: it believes no certificate, and the code says whose this one is."""
    context = closing(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def shown_by(connection: object) -> bytes:
    """SHA-256 of the certificate that the other side has shown, 32 bytes; empty when there is none."""
    with suppress(ValueError):
        if isinstance(connection, ssl.SSLSocket):
            return sha256(connection.getpeercert(binary_form=True) or b"").digest()
    return b""
