# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.passphrase import is_weak


@pytest.mark.parametrize("weak", ["", "onze lettre", "aaaaaaaaaaaaaaaa", "azertyuiopqs", "PASSWORDpassword"])
def test_what_a_list_would_find_is_weak(weak: str) -> None:
    assert is_weak(weak)


@pytest.mark.parametrize("good", ["quatre mots sans lien", "cafetière 12 rouge"])
def test_length_is_what_counts(good: str) -> None:
    assert not is_weak(good)
