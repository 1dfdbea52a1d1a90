"""Sending to Telegram: our channel beside the library's own ``Bot.send_message``, on one stub.

Both send the same words and buttons, 32 messages in flight, to a server on loopback that lives in
a process of its own. They take turns (A B A B), and each pair gives a ratio of messages a CPU
second; then our channel alone sends for some seconds. Its pace is counted and never in the way.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.request import HTTPXRequest

from bots.telegram import TelegramChannel
from dialogues.messages import Address, Button, Outgoing

IN_FLIGHT, EACH, ROUNDS = 32, 600, 5
SUSTAINED = 5.0  # seconds
TOKEN = "777:bench"  # noqa: S105 - nobody's
UNHURRIED = 1e6  # messages a second: the pace is counted, and never waited for
LABELS = {"Oui": '/vote{"poll":"7","option":"1"}', "Non": '/vote{"poll":"7","option":"2"}'}
TEXT = "La cÔserie mobile passe à Figeac, place du marché, samedi 28 novembre. Tu viens ? " * 3
KEYS = [[InlineKeyboardButton(label, callback_data=said) for label, said in LABELS.items()]]
QUESTION = Outgoing(
    text=TEXT, buttons=tuple(Button(label=label, payload=said) for label, said in LABELS.items())
)
PERSON = {"id": 42, "first_name": "Camille", "type": "private"}
ROBOT = {"id": 777, "is_bot": True, "first_name": "Tchatche", "username": "tchatche_bot"}
KEYBOARD = [[{"text": label, "callback_data": said} for label, said in LABELS.items()]]
SHOWN = {
    "ok": True,
    "result": {"message_id": 4821, "date": 1_795_000_000, "from": ROBOT, "chat": PERSON}
    | {"text": TEXT, "reply_markup": {"inline_keyboard": KEYBOARD}},
}
Send = Callable[[int], Awaitable[object]]


class Stub(asyncio.Protocol):
    """A Bot API that answers every request with the same message, at the least cost."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = transport
        self.heard = b""

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self.heard += data
        while (length := _length(self.heard)) and len(self.heard) >= length:
            self.heard = self.heard[length:]
            self.transport.write(ANSWER)  # type: ignore[attr-defined]


def _length(heard: bytes) -> int:
    head, found, _ = heard.partition(b"\r\n\r\n")
    _, told, rest = head.lower().partition(b"content-length:")
    body = int(rest.split(b"\r\n", 1)[0]) if told else 0
    return len(head) + 4 + body if found else 0


BODY = json.dumps(SHOWN).encode()
ANSWER = (
    b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/json\r\n"
    b"Connection: keep-alive\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY


async def serve() -> None:
    """Be the stub, and say on which port."""
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def stub() -> Iterator[str]:
    """Run the stub in a process of its own; yields its address."""
    process = subprocess.Popen([sys.executable, __file__, "--stub"], stdout=subprocess.PIPE)
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait(10)


async def _cost(send: Send, count: int) -> float:
    """Return the messages a CPU second, that many in flight at once."""
    numbers = iter(range(count))

    async def sender() -> None:
        for number in numbers:
            await send(number)

    begun = time.process_time()
    await asyncio.gather(*(sender() for _ in range(IN_FLIGHT)))
    return count / (time.process_time() - begun)


async def _sustained(send: Send) -> float:
    """Return the messages a second, for some seconds on end."""
    begun, sent = time.perf_counter(), 0
    while time.perf_counter() - begun < SUSTAINED:
        await _cost(send, EACH)
        sent += EACH
    return sent / (time.perf_counter() - begun)


async def measure() -> dict[str, float]:
    """Measure everything once, and return the figures."""
    with stub() as url:
        channel = TelegramChannel(token=TOKEN, api_url=url, pace=UNHURRIED)
        async with HTTPXRequest() as request:  # as the library makes it by itself
            bot = Bot(TOKEN, base_url=f"{url}/bot", request=request)
            figures = await _compare(bot, channel)
        await channel.close()
        return figures


async def _compare(bot: Bot, channel: TelegramChannel) -> dict[str, float]:
    async def stock(chat: int) -> object:
        return await bot.send_message(
            1000 + chat,
            TEXT,
            parse_mode="HTML",
            reply_markup=InlineKeyboardMarkup(KEYS),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def ours(_: int) -> object:
        room = str(next(rooms))
        return await channel.send(Address(channel="telegram", room=room, user=room), QUESTION)

    rooms = iter(range(1000, sys.maxsize))  # a broadcast: nobody hears twice
    for warm in (stock, ours):
        await _cost(warm, IN_FLIGHT)
    pairs = [(await _cost(stock, EACH), await _cost(ours, EACH)) for _ in range(ROUNDS)]
    return {
        "stock_messages_per_cpu_second": statistics.median(stock for stock, _ in pairs),
        "our_messages_per_cpu_second": statistics.median(ours for _, ours in pairs),
        "ratio": statistics.median(ours / stock for stock, ours in pairs),
        "our_messages_per_second_sustained": await _sustained(ours),
    }


def main() -> None:
    """Print the figures as a table, and as JSON with ``--json``."""
    if "--stub" in sys.argv:
        asyncio.run(serve())
        return
    figures = {name: round(value, 1) for name, value in asyncio.run(measure()).items()}
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:34} {value:10.1f}")


if __name__ == "__main__":
    main()
