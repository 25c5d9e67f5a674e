# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is sent and answered: each message is taken as it is meant, and nothing near it."""

import base64
import inspect
from typing import Any

import pytest
from pydantic import ValidationError

from lsl_desk.domain.acts import Role
from lsl_desk.wire import exchange
from lsl_desk.wire.routes import MAX_BATCH, MAX_BUNDLE
from lsl_desk.wire.strict import Strict, places

NONCE = base64.b64encode(b"\x07" * 32).decode()
SHA, UUID, ENVELOPE, NOW = "a" * 64, "b" * 32, base64.b64encode(b"{}").decode(), "2018-07-04T09:30:00.000000Z"
EXAMPLES: dict[type[Strict], dict[str, Any]] = {
    exchange.Problem: {"code": "conflict_open", "facts": {"jury": "J01", "count": 2}},
    exchange.AcademyAnswer: {"name": "Académie d’essai", "session": 2018, "key": NONCE, "protocol": "p", "now": NOW},
    exchange.EnrolmentAsked: {"commitment": SHA, "label": "poste 3"},
    exchange.EnrolmentBegun: {"enrolment": UUID, "key": NONCE, "nonce": NONCE},
    exchange.EnrolmentRevealed: {"key": NONCE, "nonce": NONCE},
    exchange.EnrolmentState: {"state": "approved", "name": "n", "role": "president", "centre": "0750001Z"},
    exchange.ChallengeAsked: {"device": SHA},
    exchange.Challenge: {"nonce": NONCE},
    exchange.TokenAsked: {"signed": ENVELOPE},
    exchange.Token: {"token": "t" * 20, "seconds": 900},
    exchange.DeviceAnswer: {
        "device": SHA,
        "state": "active",
        "reason": "",
        "name": "n",
        "role": "president",
        "centre": "c",
        "sequence": 0,
        "head": SHA,
        "help_phone": "01 99 00 12 34",
    },
    exchange.JuryLine: {
        "jury": "J01",
        "label": "l",
        "version": 1,
        "digest": SHA,
        "sitting": NOW,
        "sequence": 0,
        "chain": SHA,
        "published": NOW,
    },
    exchange.JuriesAnswer: {
        "juries": [
            {
                "jury": "J01",
                "label": "l",
                "version": 1,
                "digest": SHA,
                "sitting": None,
                "sequence": 0,
                "chain": SHA,
                "published": None,
            }
        ],
    },
    exchange.ManifestShown: {"manifest": ENVELOPE},
    exchange.ErasureTold: {"record": ENVELOPE},
    exchange.ErasureKept: {"received": "2018-09-06T08:00:00.000000Z"},
    exchange.NameLine: {"number": "0417", "name": "Exemple", "usage_name": "", "first_names": "Camille"},
    exchange.NamesAnswer: {
        "names": [{"number": "0417", "name": "Exemple", "usage_name": "", "first_names": "Camille"}],
    },
    exchange.SchoolLine: {"number": "0417", "name": "Lycée Exemple", "phone": ""},
    exchange.SchoolsAnswer: {"lines": [{"number": "0417", "name": "n", "phone": "+687\u00a024\u00a012\u00a034"}]},
    exchange.WhoseAsked: {"number": "0902"},
    exchange.CentreLine: {"centre": "0990020B", "name": ""},
    exchange.WhoseAnswer: {"centres": [{"centre": "0990020B", "name": "n"}]},
    exchange.BundleAsked: {"digests": [SHA] * MAX_BUNDLE},
    exchange.ActsSent: {"acts": [ENVELOPE] * MAX_BATCH},
    exchange.ActAnswered: {
        "state": "invalid",
        "receipt": ENVELOPE,
        "expected": 3,
        "problem": {"code": "act_unsigned", "facts": {}},
    },
    exchange.ActsAnswer: {"answers": [{"state": "kept", "receipt": ENVELOPE, "expected": None, "problem": None}]},
    exchange.FeedLine: {"sequence": 1, "act": ENVELOPE, "receipt": ENVELOPE, "key": NONCE},
    exchange.FeedAnswer: {
        "lines": [{"sequence": 1, "act": ENVELOPE, "receipt": ENVELOPE, "key": NONCE}],
        "last": 1,
    },
    exchange.Event: {"jury": "J01", "sequence": 0, "version": 1},
}
OPTIONAL = {
    (exchange.Problem, "facts"),
    *((exchange.EnrolmentState, name) for name in ("name", "role", "centre")),
    (exchange.DeviceAnswer, "help_phone"),
    (exchange.JuryLine, "published"),
    *((exchange.NameLine, name) for name in ("usage_name", "first_names")),
    *((exchange.ActAnswered, name) for name in ("receipt", "expected", "problem")),
}
MODELS = [
    model
    for _, model in inspect.getmembers(exchange, inspect.isclass)
    if issubclass(model, Strict) and model.__module__ == exchange.__name__
]
FIELDS = [(model, name) for model, example in EXAMPLES.items() for name in example]


def test_every_message_has_its_example_here_and_every_field_in_it() -> None:
    assert set(MODELS) == set(EXAMPLES)
    for model, example in EXAMPLES.items():
        assert set(model.model_fields) == set(example)


@pytest.mark.parametrize("model", EXAMPLES)
def test_a_message_comes_back_from_its_json(model: type[Strict]) -> None:
    read = model.model_validate(EXAMPLES[model])
    assert model.model_validate_json(read.model_dump_json()) == read
    assert read.model_dump(mode="json") == EXAMPLES[model]


def refused(model: type[Strict], fields: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as error:
        model.model_validate(fields)
    return places(error.value)


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_a_field_that_is_not_there_is_refused_unless_it_has_a_default(model: type[Strict], name: str) -> None:
    fields = {other: value for other, value in EXAMPLES[model].items() if other != name}
    if (model, name) in OPTIONAL:
        assert isinstance(model.model_validate(fields), model)
    else:
        assert refused(model, fields) == name


@pytest.mark.parametrize(("model", "name"), FIELDS)
@pytest.mark.parametrize("value", [True, 1.5, -1, [1], {"Inventée": []}, "Inventée" * 10_000])
def test_a_field_of_another_shape_is_refused_by_its_place(model: type[Strict], name: str, value: object) -> None:
    told = refused(model, EXAMPLES[model] | {name: value})
    assert told.startswith(name)
    assert "Invent" not in told


@pytest.mark.parametrize("model", EXAMPLES)
def test_a_field_more_is_refused(model: type[Strict]) -> None:
    assert refused(model, EXAMPLES[model] | {"novelty": 1}) == "novelty"


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (exchange.EnrolmentAsked, "label", ""),
        (exchange.EnrolmentAsked, "label", "x" * 61),
        (exchange.EnrolmentAsked, "label", "a\0"),
        (exchange.EnrolmentRevealed, "nonce", base64.b64encode(bytes(31)).decode()),
        (exchange.EnrolmentRevealed, "nonce", base64.b64encode(bytes(33)).decode()),
        (exchange.EnrolmentRevealed, "nonce", NONCE[:-2] + "d="),
        (exchange.EnrolmentState, "state", "perhaps"),
        (exchange.Token, "token", "t" * 19),
        (exchange.Token, "seconds", 0),
        (exchange.AcademyAnswer, "session", 0),
        (exchange.JuryLine, "digest", "1"),
        (exchange.JuryLine, "chain", "1"),
        (exchange.ManifestShown, "manifest", "A"),
        (exchange.BundleAsked, "digests", []),
        (exchange.BundleAsked, "digests", [SHA] * (MAX_BUNDLE + 1)),
        (exchange.ActsSent, "acts", []),
        (exchange.ActsSent, "acts", [ENVELOPE] * (MAX_BATCH + 1)),
        (exchange.ActsSent, "acts", ["A" * 65 * 1024]),
        (exchange.ActsSent, "acts", ["A"]),
        (exchange.FeedLine, "sequence", 0),
        (exchange.DeviceAnswer, "help_phone", "XX XX XX XX XX"),
        (exchange.SchoolLine, "phone", "appelez le lycée"),
        (exchange.SchoolLine, "name", ""),
        (exchange.SchoolsAnswer, "lines", [{"number": "0417", "name": "n", "phone": ""}] * 2),
        (exchange.WhoseAsked, "number", ""),
        (exchange.WhoseAsked, "number", "9" * 41),
        (exchange.WhoseAnswer, "centres", [{"centre": "c", "name": ""}] * 101),
        (exchange.JuryLine, "sitting", "2018-02-30T09:30:00.000000Z"),
    ],
)
def test_what_is_beyond_a_bound_is_refused(model: type[Strict], name: str, value: object) -> None:
    assert refused(model, EXAMPLES[model] | {name: value}).startswith(name)


def test_every_role_has_room_in_an_answer() -> None:
    for role in Role:
        assert exchange.EnrolmentState(state="approved", role=role.value).role == role


def test_each_message_says_what_it_is_for() -> None:
    assert all(model.__doc__ for model in MODELS)
