"""The judge is worth what it catches: deliberate errors, and nothing else."""

from typing import Any

import pytest

from tests.doubles.discord_rules import ApiError, commands, message
from tests.doubles.discord_spec import DESCRIPTION, Spec

MESSAGES = "/channels/{channel_id}/messages"
BUTTON = {"type": 2, "style": 2, "label": "Oui", "custom_id": "/affirm"}
OPTION = {"label": "Oui", "value": "/affirm"}
EMBED = {"title": "t" * 256, "description": "d" * 4000}


@pytest.fixture(scope="module")
def spec() -> Spec:
    loaded = Spec.load()
    if loaded is None:
        pytest.skip(f"{DESCRIPTION.name} is not beside the repository: requests are not judged.")
    return loaded


def said(*parts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    rows = [{"type": 1, "components": list(parts)}] if parts else []
    return {"content": "Salut", "components": rows, "flags": 4} | changes


def test_a_good_message_has_no_problem(spec: Spec) -> None:
    assert spec.request("POST", MESSAGES, {}, said(BUTTON)) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (said(texte="x"), "unknown field texte"),
        (said(*[BUTTON] * 6), "too long"),
        (said(BUTTON | {"custom_id": "x" * 101}), "too long"),
        (said(BUTTON | {"label": "x" * 81}), "too long"),
        (said({"type": 3, "custom_id": "/m", "options": [OPTION] * 26}), "too long"),
        (said({"type": 3, "custom_id": "/m", "options": [OPTION | {"label": ""}]}), "''"),
        (said(embeds=[EMBED] * 11), "too long"),
        (said(flags="oui"), "'oui'"),
        (said(attachments=[{"id": 0}]), "0 is not of type 'string'"),
        (said(message_reference={"message_id": "douze"}), "'douze'"),
    ],
)
def test_a_deliberate_error_is_caught(spec: Spec, body: dict[str, Any], problem: str) -> None:
    found = spec.request("POST", MESSAGES, {}, body)
    assert any(problem in one for one in found), found


def test_an_unknown_request_is_named(spec: Spec) -> None:
    assert spec.request("POST", "/pigeons", {}) == ["POST /pigeons: unknown"]


def test_an_unknown_parameter_is_named(spec: Spec) -> None:
    found = spec.request("POST", MESSAGES, {"vite": "1"}, said())
    assert found == ["create_message: unknown parameter vite"]


def test_a_body_nobody_asked_for_is_caught(spec: Spec) -> None:
    assert spec.request("GET", "/users/@me", {}, {}) == ["get_my_user: takes no body"]


def test_a_wrong_answer_is_caught(spec: Spec) -> None:
    found = spec.answer("GET", "/gateway", 200, {})
    assert found == ["get_gateway→200: 'url' is a required property"]
    assert spec.answer("GET", "/gateway", 204, None)


def test_a_wrong_event_is_caught(spec: Spec) -> None:
    assert spec.message({"id": 1})


@pytest.mark.parametrize(
    "body",
    [
        said(content="x" * 2001),
        said(content="🎉" * 1001),
        said(content=" \n"),
        said(embeds=[EMBED, EMBED]),
        said(BUTTON, BUTTON),
        said(*[BUTTON | {"custom_id": f"/{number}"} for number in range(6)]),
        said(BUTTON | {"label": ""}),
        said(BUTTON | {"url": "https://example.org"}),
        said({"type": 2, "style": 5, "label": "x", "url": "tel:3018"}),
        said({"type": 3, "custom_id": "/m", "options": [OPTION, OPTION]}),
        said({"type": 3, "custom_id": "/m", "options": []}),
        said(components=[{"type": 1, "components": [BUTTON]}] * 6),
    ],
)
def test_what_discord_refuses_beyond_its_description_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ApiError):
        message(body, ())


@pytest.mark.parametrize("name", ["Aide", "deux mots", "", "x" * 33])
def test_a_command_discord_refuses_is_refused(name: str) -> None:
    with pytest.raises(ApiError):
        commands([{"name": name, "description": "d"}])
