# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sitting reads of the sealed store: the acts of its jury in one order, and the text of its livrets."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain

from sqlalchemy import select

from lsl_desk.adapters.store import feed, neighbours, schema, versions
from lsl_desk.adapters.store.engine import Engines
from lsl_desk.adapters.store.folding import PAGE_END
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.manifest import JuryManifest


class SealedSittings:
    """Implements `client.sit.ports.SittingStore` and `client.sit.ports.PageTexts`."""

    def __init__(self, engines: Callable[[], Engines]) -> None:
        """Take the way to the tables.

        Args:
            engines: gives it, or raises Refusal STORE_LOCKED.
        """
        self._engines = engines

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        """See `SittingStore.manifest`."""
        with self._engines().reading() as connection:
            return versions.listed(connection, jury)

    def heads(self) -> Mapping[JuryId, Collection[str]]:
        """See `SittingStore.heads`."""
        with self._engines().reading() as connection:
            return versions.heads(connection)

    def acts(self, jury: JuryId) -> Iterator[SatAct]:
        """See `SittingStore.acts`."""
        with self._engines().reading() as connection:
            fed = feed.effects(connection, jury)
            waiting = neighbours.effects(connection, jury)
        return chain((SatAct(*one) for one in fed), map(SatAct, waiting))

    def texts(self, digest: Digest) -> tuple[str, ...]:
        """See `PageTexts.texts`."""
        livret, written = schema.livret.c, schema.livret_text.c
        asked = select(written.text).join_from(schema.livret, schema.livret_text, written.livret == livret.id)
        with self._engines().reading() as connection:
            text = connection.scalar(asked.where(livret.digest == digest))
        return () if text is None else tuple(text.split(PAGE_END))
