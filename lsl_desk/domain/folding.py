# SPDX-License-Identifier: AGPL-3.0-or-later
"""One plain spelling for what people write in many: « N° Élève », « n° eleve » and « Nº ÉLÈVE » compare equal."""

import re
import unicodedata

# Soft hyphen, zero-width marks, Unicode's combining marks: one pass in C, as every page of a jury is folded.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def folded(text: str) -> str:
    """Lower case, without accents or invisible characters, with straight apostrophes and plain spaces; keeps lines."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text.replace("’", "'"))).casefold()
