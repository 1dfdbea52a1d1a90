"""What a stranger may write in a button's place: it is answered, and breaks nothing after it."""

import json

import pytest

from dialogues.engine import Engine
from dialogues.messages import Address, Press, Text

ME = Address(channel="web", room="r1", user="u1")
HUGE = "9" * 20  # more than a database takes as a number
FORGED = [
    ("vote", {"poll": HUGE, "option": "1"}, "Je ne retrouve plus ce sondage"),
    ("poll", {"poll": "²"}, "Je ne retrouve plus ce sondage"),
    ("stop", {"stop": HUGE}, "Je ne retrouve plus cet arrêt"),
    ("start", {"ref": f"poll_{HUGE}"}, "Je ne retrouve plus ce sondage"),
    ("vote", {"poll": "1", "option": HUGE}, "Ce choix"),
    ("stop_at_place", {"date": "2026-13-40"}, "Figeac"),
    ("next_stop", {"date": "2026-11-28/x/y"}, "Figeac"),
    ("deadline", {"intent": "vote"}, "De quelle démarche"),
    ("located", {"latitude": "nan", "longitude": "x"}, "n'est plus valable"),
    ("shown", {"kind": "nothing"}, "n'est plus valable"),
]


@pytest.mark.parametrize(("intent", "entities", "said"), FORGED)
async def test_a_forged_button_is_answered_and_the_conversation_goes_on(
    engine: Engine, intent: str, entities: dict[str, str], said: str
) -> None:
    payload = f"/{intent}{json.dumps(entities, separators=(',', ':'))}"
    answer = await engine.receive(Press(id="1", sender=ME, payload=payload))
    assert said in answer.messages[0].text
    after = await engine.receive(Text(id="2", sender=ME, text="et à Cahors ?"))
    assert "Cahors" in after.messages[0].text


@pytest.mark.parametrize("payload", ['/located{"latitude":"44.6","longitude":"2.0"}', "/shown"])
async def test_an_act_of_a_person_cannot_be_written(engine: Engine, payload: str) -> None:
    answer = await engine.receive(Text(id="1", sender=ME, text=payload))
    assert answer.intent == "unknown_command"
