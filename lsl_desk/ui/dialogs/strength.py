# SPDX-License-Identifier: AGPL-3.0-or-later
"""The strength of a passphrase, in words, as it is typed. The Gate decides; this only helps."""

from lsl_desk.client.passphrase import LEAST_LENGTH, is_weak
from lsl_desk.domain.errors import Code
from lsl_desk.sentences import REFUSALS
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.french import counted

RULE = "Au moins 12 caractères\u202f; quatre mots sans lien conviennent."
DIFFERENT = "Les deux phrases de passe sont différentes."


def judge(phrase: str, beside: Beside) -> None:
    """Say how far a passphrase is from the rule."""
    if not phrase:
        beside.inform(RULE)
    elif len(phrase.strip()) < LEAST_LENGTH:
        beside.inform(f"Trop courte\u00a0: encore {counted(LEAST_LENGTH - len(phrase.strip()), 'caractère')}.")
    elif is_weak(phrase):
        beside.inform("Trop facile à deviner\u00a0: quatre mots sans lien conviennent.")
    else:
        beside.approve("Assez longue." if len(phrase) < 20 else "Solide.")


def obstacle(phrase: str, again: str) -> str:
    """Why two typed passphrases cannot be sent to the Gate, "" when they can."""
    if is_weak(phrase):
        return REFUSALS[Code.PASSPHRASE_WEAK]
    return "" if phrase == again else DIFFERENT
