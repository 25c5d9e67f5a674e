# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ``jury.lsl`` vouches for, once the jury code opens it: the protected livrets of the copy, by digest.

Of its content (`wire.jury_copy` has the whole) only ``livrets`` is read here: a list of objects, one a livret, with its
``number`` and the ``digest`` of its protected file. The rest is for LSL Desk.
"""

import json
from collections.abc import Mapping

from lsl_desk.backup import names, sealed_box
from lsl_desk.backup.code import normalised
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.manifest import CopyManifest


def open_vouched(box: bytes, manifest: CopyManifest, code: str) -> Mapping[str, str]:
    """Open the box of a copy and return file → digest of each livret it vouches for.

    Args:
        box: the bytes of ``jury.lsl``.
        manifest: the one beside it, to which it is bound.
        code: as a person typed it.

    Raises:
        Flawed: CODE_FORM, CODE_WRONG, BOX_TEXT, BOX_KDF, BOX_CONTENT.
    """
    meant = normalised(code)
    if meant is None:
        raise Flawed(Flaw.CODE_FORM)
    try:
        content = sealed_box.opened(box, meant, sealed_box.Binding.of(manifest))
    except sealed_box.CodeWrong as error:
        raise Flawed(Flaw.CODE_WRONG, names.BOX) from error
    except sealed_box.BoxBroken as error:
        raise Flawed(Flaw.BOX_KDF if str(error).startswith("kdf") else Flaw.BOX_TEXT, names.BOX) from error
    except MemoryError as error:
        raise Flawed(Flaw.BOX_KDF, names.BOX) from error
    return _vouched(content)


def _vouched(content: bytes) -> Mapping[str, str]:
    """Read the list of livrets; under the code’s own seal, so odd content is a fault of the maker."""
    try:
        livrets = json.loads(content)["livrets"]
        told = [(names.livret_name(one["number"]), str(one["digest"])) for one in livrets]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Flawed(Flaw.BOX_CONTENT, names.BOX) from error
    if len(dict(told)) != len(told):
        raise Flawed(Flaw.BOX_CONTENT, names.BOX)
    return dict(told)
