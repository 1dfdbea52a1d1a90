"""The words: every key that is said exists in both languages, and every rule leads somewhere."""

import re
from pathlib import Path
from string import Formatter

import pytest

from dialogues import phrases, rules
from dialogues.flows import FLOWS
from dialogues.flows.repair import SILENT
from dialogues.people import AgeBand
from dialogues.polls import Refusal
from dialogues.stops import StopState
from nlu.training_data import INTENTS

ROOT = Path(__file__).parent.parent
WORDS = phrases.load()
RULES = rules.load()
STEPS = {f"{flow.name}.{name}" for flow in FLOWS for name in flow.steps}
COMPOSED = (  # the keys a flow writes from a value
    *(f"utter_age_{band.name}" for band in AgeBand),
    *(f"utter_refused_{one}" for one in Refusal if one is not Refusal.AGE_UNASKED),
    *(f"utter_stop_{state}" for state in StopState),
    *(f"utter_stop_line_{state}" for state in StopState),
    *(f"utter_shown_{kind}" for kind in ("sticker", "photo", "voice", "video", "file", "other")),
)


def _said() -> set[str]:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "dialogues").rglob("*.py"))
    return set(re.findall(r'"(utter_\w+)"', code)) | set(COMPOSED)


@pytest.mark.parametrize("key", sorted(_said()))
def test_every_key_that_is_said_has_words(key: str) -> None:
    assert WORDS.knows(key)


def test_english_says_all_that_french_says_with_the_same_fields() -> None:
    french, english = WORDS.catalogues["fr"], WORDS.catalogues["en"]
    assert french.keys() == english.keys()
    for key, text in french.items():
        assert _fields(text) == _fields(english[key]), key


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_a_rule(intent: str) -> None:
    assert intent in RULES.actions


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_that_may_be_guessed_has_its_words(intent: str) -> None:
    assert (intent in SILENT) != WORDS.knows(f"utter_guess_{intent}")


def test_every_rule_leads_to_a_step_or_to_words() -> None:
    for intent, action in RULES.actions.items():
        assert action in STEPS or WORDS.knows(action), intent


def test_every_command_means_an_intent_that_has_a_rule() -> None:
    assert set(RULES.commands.values()) <= RULES.actions.keys()


def test_a_bubble_is_short() -> None:
    for key, text in WORDS.catalogues["fr"].items():
        assert len(text.split()) <= 90, key


def test_nothing_is_said_in_the_formal_voice() -> None:
    for key, text in WORDS.catalogues["fr"].items():
        if not key.startswith(("utter_follow_up", "utter_button")):
            assert not re.search(r"\b[Vv](ous|otre|os)\b", text), key
