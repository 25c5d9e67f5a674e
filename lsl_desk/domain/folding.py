# SPDX-License-Identifier: AGPL-3.0-or-later
"""One plain spelling for what people write in many: « N° Élève », « n° eleve » and « Nº ÉLÈVE » compare equal."""

import unicodedata

_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def folded(text: str) -> str:
    """Lower case, without accents or invisible characters, with straight apostrophes and plain spaces; keeps lines."""
    plain = unicodedata.normalize("NFKD", text.translate(_INVISIBLE).replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
