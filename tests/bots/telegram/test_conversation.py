"""A conversation over a real client and a real connection, with a mind that follows a script."""

from dialogues.messages import Button, Incoming, Outgoing, Press, Receipt, Text
from dialogues.ports import Response
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_house import telegram_house

LEA = 42


class Script:
    """A mind that answers by a table and remembers what it heard."""

    def __init__(self, answers: dict[str, tuple[Outgoing, ...]]) -> None:
        self.answers = answers
        self.heard: list[Incoming] = []

    async def __call__(self, event: Incoming) -> Response:
        self.heard.append(event)
        match event:
            case Text(text=said) | Press(payload=said):
                return Response(messages=self.answers.get(said, ()))
            case _:
                return Response(messages=(Outgoing(text=type(event).__name__),))


async def test_a_question_a_press_and_a_menu_rewritten_in_place(double: TelegramDouble) -> None:
    yes = Button(label="Oui", payload='/vote{"poll":"7","option":"1"}')
    script = Script(
        {
            "/start poll_7": (Outgoing(text="Tu es pour ?", buttons=(yes,)),),
            str(yes.payload): (Outgoing(text="C'est noté.", amends=True),),
        }
    )
    async with telegram_house(script, double):
        double.say(LEA, "/start poll_7")
        (asked,) = await double.read(LEA, 1)
        assert (asked.text, asked.labels) == ("Tu es pour ?", ["Oui"])
        double.press(LEA, "Oui")
        await double.until(lambda: asked.edits)
    assert (asked.text, asked.labels) == ("C'est noté.", [])
    assert list(double.queries.values()) == [True]
    pressed = script.heard[1]
    assert isinstance(pressed, Press)
    assert pressed.shown == Receipt(id=f"{LEA}:{asked.number}")
    assert len(double.seen(LEA)) == 1
