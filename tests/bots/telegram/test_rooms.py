"""Groups, channels and topics: what stays in the room, what goes elsewhere, and who left."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bots.telegram.rooms import chat_of, is_shared, place_of, room, whole
from dialogues.messages import Address, Button, Left, Outgoing, Press, Receipt, Spot, Text
from dialogues.ports import Refused, Response
from tests.bots.telegram.script import Script
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_house import channel_to, telegram_house
from tests.doubles.telegram_people import Post

LEA, GROUP, FORUM = 42, -1009, -1010
VOTE = Button(label="Au marché", payload='/vote{"poll":"7","option":"2"}')
WARN = Button(label="Préviens-moi", payload='/subscribe{"place":"46102"}')
DATA = Button(label="Mes données", payload="/my_data")
HELP = Button(label="Aide", payload="/help")
POLL = Outgoing(text="On se voit où ?", buttons=(VOTE, WARN, DATA, HELP))
BOT = "https://t.me/tchatche_bot?start="
SPOT = Spot(name="Place Carnot", address="46100 Figeac", latitude=44.6086, longitude=2.0317)


def link(post: Post, label: str) -> str | None:
    button = post.button(label)
    return button.get("url") if button else None


async def test_in_a_group_personal_buttons_lead_to_the_private_chat(
    double: TelegramDouble,
) -> None:
    script = Script({"/sondages": (POLL,)})
    async with telegram_house(script, double):
        double.say(double.group(GROUP), "/sondages", user=LEA)
        (asked,) = await double.read(GROUP, 1)
    assert link(asked, "Au marché") == f"{BOT}poll_7"
    assert link(asked, "Préviens-moi") == f"{BOT}subscribe_46102"
    assert link(asked, "Mes données") == f"{BOT}my_data"
    assert asked.button("Aide") == {"text": "Aide", "callback_data": "/help"}


async def test_in_private_every_button_stays_one(double: TelegramDouble) -> None:
    async with telegram_house(Script({"/sondages": (POLL,)}), double):
        double.say(LEA, "/sondages")
        (asked,) = await double.read(LEA, 1)
    assert [key for row in asked.keyboard for key in row if "url" in key] == []


@pytest.mark.parametrize("where", [str(GROUP), "@infos"])
async def test_what_is_sent_to_a_group_or_a_channel_unasked_is_as_discreet(
    double: TelegramDouble, where: str
) -> None:
    double.group(GROUP)
    double.names["@infos"] = double.group(-1011)
    channel = channel_to(double)
    for _ in range(2):
        receipt = await channel.send(Address(channel="telegram", room=where, user=where), POLL)
    await channel.close()
    shown = double.seen(-1011 if where == "@infos" else GROUP)
    assert [link(post, "Au marché") for post in shown] == [f"{BOT}poll_7"] * 2
    assert receipt == Receipt(id=f"{where}:{shown[1].number}")
    assert len(double.called("getMe")) == 1


async def test_a_personal_button_pressed_in_a_group_is_answered_by_a_way_out_and_decides_nothing(
    double: TelegramDouble,
) -> None:
    script = Script()
    async with telegram_house(script, double):
        double.posts.append(Post(chat=double.group(GROUP), number=1, kind="text", text="?"))
        double.posts[0].keyboard = [[{"text": "Au marché", "callback_data": str(VOTE.payload)}]]
        await double.confirmed(double.press(GROUP, "Au marché", user=LEA))
        (_, aside) = double.seen(GROUP)
    assert script.heard == []
    assert "entre toi et moi" in aside.text
    assert link(aside, "Continuer en privé") == f"{BOT}poll_7"
    assert all(double.queries.values())


@pytest.mark.parametrize("intent", ["my_data", "subscribe", "link_accounts"])
async def test_a_personal_matter_asked_in_a_group_is_answered_in_private(
    double: TelegramDouble, intent: str
) -> None:
    async def receive(_: object) -> Response:
        return Response(messages=(Outgoing(text="Tu as 16 ans."),), intent=intent)

    async with telegram_house(receive, double):
        double.say(double.group(GROUP), "/donnees", user=LEA)
        (aside,) = await double.read(GROUP, 1)
        double.say(LEA, "/donnees")
        (answer,) = await double.read(LEA, 1)
    assert "16 ans" not in aside.text
    assert link(aside, "Continuer en privé") == f"{BOT}{intent}"
    assert answer.text == "Tu as 16 ans."


async def test_a_personal_answer_said_again_in_a_group_stays_private(
    double: TelegramDouble,
) -> None:
    stop = Button(label="Ne plus rien recevoir", payload="/unsubscribe")
    said = Outgoing(text="Tu as 16 ans.", buttons=(stop,))

    async def receive(_: object) -> Response:
        return Response(messages=(said,), decided="replay")

    async with telegram_house(receive, double):
        double.say(double.group(GROUP), "/donnees", user=LEA)
        (aside,) = await double.read(GROUP, 1)
    assert "16 ans" not in aside.text


@pytest.mark.parametrize(
    ("written", "payload"),
    [
        ("/start my_data", "/my_data"),
        ("/start link_accounts", "/link_accounts"),
        ("/start subscribe", "/subscribe"),
        ("/start subscribe_46102", '/subscribe{"place":"46102"}'),
    ],
)
async def test_the_way_out_of_the_group_opens_what_was_asked(
    double: TelegramDouble, written: str, payload: str
) -> None:
    script = Script()
    async with telegram_house(script, double):
        double.say(LEA, written)
        await double.read(LEA, 1)
    (event,) = script.heard
    assert isinstance(event, Press)
    assert event.payload == payload


@pytest.mark.parametrize(
    "written",
    ["/start poll_7", "/start vote_7_2", "/start unsubscribe", "/start", "/start my_data x"],
)
async def test_no_link_decides_in_anyone_s_name(double: TelegramDouble, written: str) -> None:
    script = Script()
    async with telegram_house(script, double):
        double.say(LEA, written)
        await double.read(LEA, 1)
    (event,) = script.heard
    assert isinstance(event, Text)
    assert event.text == written


async def test_a_topic_is_a_room_of_its_own_and_is_answered_there(double: TelegramDouble) -> None:
    pressed = (Outgoing(text="C'est là.", amends=True, place=SPOT),)
    asked = (Outgoing(text="Où ?", buttons=(HELP,)),)
    script = Script({"/aide": asked, "/help": pressed})
    async with telegram_house(script, double):
        double.say(double.forum(FORUM, 7), "/aide", user=LEA, thread=7)
        (menu,) = await double.read(FORUM, 1)
        await double.confirmed(double.press(FORUM, "Aide", user=LEA))
    _, pin = double.seen(FORUM)
    assert (menu.thread, menu.text, pin.thread, pin.kind) == (7, "C'est là.", 7, "venue")
    in_topic = Address(channel="telegram", room=f"{FORUM}:7", user=str(LEA))
    assert [event.sender for event in script.heard] == [in_topic, in_topic]
    assert isinstance(script.heard[1], Press)
    assert script.heard[1].shown == Receipt(id=f"{FORUM}:7:{menu.number}")


async def test_outside_its_topics_a_group_is_one_room(double: TelegramDouble) -> None:
    script = Script()
    async with telegram_house(script, double):
        double.say(double.forum(FORUM, 7), "/aide", user=LEA)
        (shown,) = await double.read(FORUM, 1)
    assert (script.heard[0].sender.room, shown.thread) == (str(FORUM), None)


async def test_writing_is_hinted_in_the_topic(
    double: TelegramDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram.turns.LONG", 0.05)
    script = Script()
    gate = script.wait_at("/aide")
    async with telegram_house(script, double):
        double.say(double.forum(FORUM, 7), "/aide", user=LEA, thread=7)
        await double.until(lambda: double.called("sendChatAction"))
        gate.set()
        await double.read(FORUM, 1)
    assert double.called("sendChatAction")[0]["message_thread_id"] == "7"


async def test_a_topic_that_was_closed_refuses(double: TelegramDouble) -> None:
    double.forum(FORUM, 7)
    channel = channel_to(double)
    with pytest.raises(Refused, match="thread not found"):
        await channel.send(Address(channel="telegram", room=f"{FORUM}:8", user="1"), POLL)
    await channel.close()


async def test_a_correction_in_a_topic_finds_its_messages(double: TelegramDouble) -> None:
    double.forum(FORUM, 7)
    channel = channel_to(double)
    here = Address(channel="telegram", room=f"{FORUM}:7", user="1")
    receipt = await channel.send(here, Outgoing(text="À 14 h."))
    await channel.amend(here, receipt, Outgoing(text="À 15 h. " * 600))
    await channel.close()
    assert [post.thread for post in double.seen(FORUM)] == [7, 7]


async def test_a_supergroup_made_of_a_group_is_followed_once_it_is_told(
    double: TelegramDouble,
) -> None:
    moves: list[tuple[str, str]] = []

    async def follow(old: str, new: str) -> None:
        moves.append((old, new))

    script = Script()
    async with telegram_house(script, double, follow=follow):
        await double.confirmed(double.migrate(double.group(-9), -1009))
    assert moves == [("-9", "-1009")]
    assert script.heard == []


async def test_a_supergroup_found_out_by_sending_is_followed_too(double: TelegramDouble) -> None:
    moves: list[tuple[str, str]] = []

    async def follow(old: str, new: str) -> None:
        moves.append((old, new))
        raise RuntimeError("The memory is away.")

    double.group(-1009)
    double.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-1009)
    channel = channel_to(double, follow=follow)
    with capture_logs() as logs:
        old = Address(channel="telegram", room="-9", user="-9")
        receipt = await channel.send(old, Outgoing(text="Bonjour"))
    await channel.close()
    assert moves == [("-9", "-1009")]
    assert receipt.id.startswith("-1009:")
    assert [log["event"] for log in logs] == ["telegram.unfollowed"]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "left"},
        {"status": "kicked", "until_date": 0},
        {"status": "restricted", "is_member": False},
    ],
)
async def test_when_we_are_removed_the_group_itself_left(
    double: TelegramDouble, change: dict[str, Any]
) -> None:
    script = Script()
    async with telegram_house(script, double):
        update = double.join(double.group(GROUP), **change)
        await double.confirmed(update)
    group = Address(channel="telegram", room=str(GROUP), user=str(GROUP))
    assert script.heard == [Left(id=f"update:{update}", sender=group, language="fr")]
    assert double.called("sendMessage") == []


@pytest.mark.parametrize(
    "change", [{"status": "member"}, {"status": "administrator"}, {"status": "restricted"}]
)
async def test_a_group_that_lets_us_in_promotes_or_mutes_us_is_not_spoken_to(
    double: TelegramDouble, change: dict[str, Any]
) -> None:
    script = Script()
    async with telegram_house(script, double):
        await double.confirmed(double.join(double.group(GROUP), **change))
    assert script.heard == []
    assert double.called("sendMessage") == []


async def test_a_forwarded_text_is_read_like_any_other(double: TelegramDouble) -> None:
    double.say(LEA, "la cÔserie passe à Figeac samedi")
    origin = {"type": "hidden_user", "sender_user_name": "Sam", "date": 1_795_000_000}
    double.updates[-1]["message"]["forward_origin"] = origin
    script = Script()
    async with telegram_house(script, double):
        await double.read(LEA, 1)
    assert isinstance(script.heard[0], Text)


async def test_a_text_corrected_afterwards_is_not_answered_twice(double: TelegramDouble) -> None:
    """An edit would be answered far below the words it changes, or act a second time.

    Telegram is not asked to tell edits. Who told them anyway (a webhook set by another program)
    is heard out, and left at that.
    """
    script = Script()
    double.say(LEA, "cé kan figac")
    async with telegram_house(script, double):
        await double.read(LEA, 1)
        double.allowed = ["message", "edited_message"]
        await double.confirmed(double.edit(LEA, "c'est quand Figeac ?"))
    assert len(script.heard) == len(double.seen(LEA)) == 1


@pytest.mark.parametrize(
    ("said", "chat", "named"),
    [
        ("42", "42", {"chat_id": 42}),
        ("-1009", "-1009", {"chat_id": -1009}),
        ("-1009:7", "-1009", {"chat_id": -1009, "message_thread_id": 7}),
        ("@infos", "@infos", {"chat_id": "@infos"}),
        ("-1009:x", "-1009", {"chat_id": -1009}),
    ],
)
def test_a_room_names_its_chat_and_its_topic(
    said: str, chat: str, named: dict[str, object]
) -> None:
    assert whole(said) == chat
    assert place_of(said) == named
    assert chat_of(said) == {"chat_id": named["chat_id"]}
    assert is_shared(said) == (said[0] in "-@")


def test_a_chat_without_a_topic_is_its_own_room() -> None:
    assert (room(-1009), room(-1009, 7)) == ("-1009", "-1009:7")
