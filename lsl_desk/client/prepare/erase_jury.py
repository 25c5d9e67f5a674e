# SPDX-License-Identifier: AGPL-3.0-or-later
"""What erasing a jury loses and what it keeps, said before it is done (design §5: acts are kept)."""

from dataclasses import dataclass

from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.understood import counted
from lsl_desk.client.sit.reading_record import ReadingRecord
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.reading import ReadState


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing a jury would do.

    Attributes:
        jury: the jury.
        candidates: rows that go, with their sealed names.
        livrets: PDF that go.
        begun: livrets of which some pages counted and no act says they were read: this goes.
        acts: acts of the jury in the journal; they stay.
        read: livrets that these acts say were read.
    """

    jury: JuryId
    candidates: int
    livrets: int
    begun: int
    acts: int
    read: int

    @property
    def lost(self) -> str:
        """What goes, in a sentence."""
        parts = [
            counted(self.candidates, "candidat"),
            f"{counted(self.livrets, 'livret')} (toutes versions du fichier)",
            "les noms scellés",
        ]
        if self.begun:
            parts.append(f"les pages déjà vues de {counted(self.begun, 'livret commencé', 'livrets commencés')}")
        return f"Seront effacés\u00a0: {', '.join(parts)}. Pour relire ce jury, il faudra l’importer de nouveau."

    @property
    def kept(self) -> str:
        """What stays, and why, in a sentence."""
        if not self.acts:
            return "Le journal n’a aucun acte de ce jury."
        read = f", dont la lecture de {counted(self.read, 'livret')}" if self.read else ""
        acts = counted(self.acts, "acte")
        return (
            f"Le journal garde {acts} de ce jury{read}\u00a0: c’est la preuve de l’examen, "
            "conservée jusqu’à la fin de la session. Un livret identique importé de nouveau se retrouve lu."
        )


def erasure(store: DeskStore, jury: JuryId) -> Erasure:
    """Look at what erasing a jury would lose.

    Raises:
        Refusal: JURY_UNKNOWN, JOURNAL_BROKEN.
    """
    file = store.jury(jury)
    readings = ReadingRecord(store, file).readings().values()
    return Erasure(
        jury=jury,
        candidates=len(file.candidates),
        livrets=sum(1 for one in file.candidates if one.livret),
        begun=sum(1 for one in readings if one.seen and one.state is not ReadState.READ),
        acts=sum(1 for _ in store.acts(jury)),
        read=sum(1 for one in readings if one.state in {ReadState.READ, ReadState.STALE}),
    )
