"""The double's side that knocks at webhooks: each chat's updates one after the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_people import Json

AGAIN = 0.05  # seconds before an update is brought again; Telegram takes longer
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Courier:
    """Brings every update, again until it is answered 200; ``statuses``: what was answered."""

    def __init__(self, double: TelegramDouble) -> None:
        self.statuses: list[int] = []
        self.brought: list[int] = []  # the updates, each time they were answered 200
        self._double = double
        self._busy: set[int] = set()  # the chats for which something is being brought

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as tasks, aiohttp.ClientSession() as session:
            while True:
                for update in [*self._double.updates]:
                    if not self._free:
                        break
                    if (chat := _chat(update)) not in self._busy:
                        self._busy.add(chat)
                        tasks.create_task(self._bring(session, update, chat))
                await asyncio.sleep(0.005)

    async def knock(self, session: aiohttp.ClientSession, update: Json, **more: Any) -> int:
        """Bring an update once; returns the status, 0 when nobody is there."""
        methods = self._double.methods
        headers = {HEADER: methods.secret} if methods.secret else {}
        try:
            async with session.post(
                methods.webhook, json=update, headers=headers, **more
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    @property
    def _free(self) -> bool:
        methods = self._double.methods
        return bool(methods.webhook) and len(self._busy) < methods.connections

    async def _bring(self, session: aiohttp.ClientSession, update: Json, chat: int) -> None:
        status = await self.knock(session, update)
        self.statuses.append(status)
        if status == 200:
            self.brought.append(update["update_id"])
            self._double.updates.remove(update)
        else:
            await asyncio.sleep(AGAIN)
        self._busy.discard(chat)


def _chat(update: Json) -> int:
    body = next(value for name, value in update.items() if name != "update_id")
    chat: Json = body.get("chat") or body["message"]["chat"]
    return int(chat["id"])


@asynccontextmanager
async def courier(double: TelegramDouble) -> AsyncIterator[Courier]:
    """Let the double bring its updates for as long as the block lasts."""
    courier = Courier(double)
    working = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        working.cancel()
        await asyncio.wait([working])
