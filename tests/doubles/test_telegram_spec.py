"""The judge is worth what it catches: deliberate errors, and nothing else."""

import json

import pytest

from tests.doubles.telegram_spec import DESCRIPTION, Spec

KEY = {"text": "Oui", "callback_data": "/affirm"}


@pytest.fixture(scope="module")
def spec() -> Spec:
    loaded = Spec.load()
    if loaded is None:
        pytest.skip(f"{DESCRIPTION.name} is not beside the repository: requests are not judged.")
    return loaded


def sent(**changes: str) -> dict[str, str | bytes]:
    keyboard = json.dumps({"inline_keyboard": [[KEY]]})
    return {"chat_id": "42", "text": "Salut", "reply_markup": keyboard, **changes}


def test_a_good_message_has_no_problem(spec: Spec) -> None:
    assert spec.call("sendMessage", sent()) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"texte": "x"}, "unknown field texte"),
        ({"reply_markup": "{}"}, "inline_keyboard is missing"),
        ({"reply_markup": "[]"}, "is not"),
        ({"reply_markup": json.dumps({"inline_keyboard": [KEY]})}, "is not an array"),
        (
            {
                "reply_markup": json.dumps(
                    {"inline_keyboard": [[KEY | {"callback_data": "é" * 33}]]}
                )
            },
            "66 bytes, not 1 to 64",
        ),
        ({"message_thread_id": "douze"}, "str is not Integer"),
        ({"disable_notification": "oui"}, "str is not Boolean"),
    ],
)
def test_a_deliberate_error_is_caught(spec: Spec, changes: dict[str, str], problem: str) -> None:
    assert any(problem in found for found in spec.call("sendMessage", sent(**changes)))


def test_what_is_missing_is_named(spec: Spec) -> None:
    assert spec.call("sendMessage", {"chat_id": "42"}) == ["sendMessage: text is missing"]


def test_an_unknown_method_is_named(spec: Spec) -> None:
    assert spec.call("sendPigeon", {}) == ["sendPigeon: unknown method"]


def test_a_wrong_result_is_caught(spec: Spec) -> None:
    assert spec.result("getMe", {"id": 1, "first_name": "T"}) == ["getMe→: is_bot is missing"]


def test_a_wrong_update_is_caught(spec: Spec) -> None:
    assert spec.update({"update_id": "1"}) == ["update.update_id: str is not Integer"]
