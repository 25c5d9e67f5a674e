# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sockets under TLS that do not stay open when the other side resets the connection before the handshake.

`ssl.SSLContext.wrap_socket` takes the plain socket away from whoever holds it, asks whether it is still connected, and
raises without closing what it took when the answer is « reset » (CPython 3.11 to 3.14).
"""

import errno
import ssl


class Secured(ssl.SSLSocket):
    """What a context of ours makes: closed when it fails before TLS is spoken."""

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """See `socket.recv`; before the handshake, `ssl` asks here whether the other side has left."""
        try:
            return super().recv(buflen, flags)
        except OSError as error:
            if self.version() is None and error.errno != errno.ENOTCONN:
                self.close()
            raise


def closing(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same context, whose sockets are `Secured`."""
    context.sslsocket_class = Secured
    return context
