"""The register of threads: where we stand with each address."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from dialogues.conversation import Conversation, Topic
from dialogues.messages import Address
from storage.people import to_person
from storage.tables import account, address, conversation, person
from storage.transaction import Register

AT = (
    (address.c.channel == bindparam("at_channel"))
    & (address.c.room == bindparam("at_room"))
    & (address.c.user == bindparam("at_user"))
)
OPEN = (
    select(conversation, person.c.id.label("person"), person.c.age_band, person.c.place)
    .join_from(address, conversation, conversation.c.address == address.c.id)
    .join(person, person.c.id == address.c.person)
    .where(AT)
    # One turn of a person at a time, in whatever room; those who only refer to them need not wait.
    .with_for_update(of=(conversation, person), key_share=True)
    # SQLite has no such words: its writers already queue.
)
KNOWN = select(address.c.id, address.c.person).where(AT)
OWNER = select(account.c.person).where(
    account.c.channel == bindparam("on_channel"), account.c.user == bindparam("the_user")
)
NEW_PERSON = insert(person).returning(person.c.id)
KEEP = update(conversation).where(
    conversation.c.address == select(address.c.id).where(AT).scalar_subquery()
)


class Conversations(Register):
    """Every thread, one per address."""

    async def open(self, address: Address, *, language: str, now: datetime) -> Conversation:
        """Return the address's conversation, begun if there was none; it and its person locked.

        A channel's user is one person in every room; a room without a user is one of its own.
        """
        found = await self._tx.first(OPEN, _at(address))
        if found is None:
            await self._begin(address, language, now)
            found = await self._tx.first(OPEN, _at(address))
        if found is None:
            raise LookupError(f"The conversation just begun is not there: {address}")
        self._tx.people[found.person] = to_person(found.person, found)
        return _to_conversation(address, found)

    async def keep(self, conversation: Conversation, *, now: datetime) -> None:
        """Write the conversation back."""
        topic = conversation.topic
        kept: dict[str, Any] = {
            "language": conversation.language,
            "step": conversation.step,
            "slots": dict(conversation.slots),
            "topic": topic and {"intent": topic.intent, "entities": dict(topic.entities)},
            "failures": conversation.failures,
            "greeted": conversation.greeted,
            "updated_at": now,
        }
        await self._tx.run(KEEP, kept | _at(conversation.address))

    async def _begin(self, at: Address, language: str, now: datetime) -> None:
        """Create person, address and conversation, those that nobody else just did."""
        number = await self._address(at, now)
        begun = self._tx.insert(conversation).values(
            address=number,
            language=language,
            slots={},
            failures=0,
            greeted=False,
            updated_at=now,
        )
        await self._tx.run(begun.on_conflict_do_nothing())

    async def _address(self, at: Address, now: datetime) -> int:
        if known := await self._tx.first(KNOWN, _at(at)):
            return int(known.id)
        someone = await self._person(at, now)
        new = self._tx.insert(address).values(
            channel=at.channel, room=at.room, user=at.user, person=someone
        )
        made = await self._tx.first(new.on_conflict_do_nothing().returning(address.c.id))
        return int(made.id) if made else await self._tx.number(KNOWN, _at(at))

    async def _person(self, at: Address, now: datetime) -> int:
        """Return the person of the channel's user, a new one unless another process made them."""
        who = {"on_channel": at.channel, "the_user": at.user or at.room}
        if owner := await self._tx.first(OWNER, who):
            return int(owner.person)
        someone = await self._tx.number(NEW_PERSON, {"created_on": self._tx.local(now).date()})
        new = self._tx.insert(account).values(
            channel=at.channel, user=at.user or at.room, person=someone
        )
        if (await self._tx.run(new.on_conflict_do_nothing())).rowcount:
            return someone
        await self._tx.run(delete(person).where(person.c.id == someone))
        return await self._tx.number(OWNER, who)


def _at(address: Address) -> dict[str, Any]:
    return {"at_channel": address.channel, "at_room": address.room, "at_user": address.user}


def _to_conversation(address: Address, row: Row[Any]) -> Conversation:
    return Conversation(
        address=address,
        person=row.person,
        language=row.language,
        step=row.step,
        slots=row.slots,
        topic=Topic(**row.topic) if row.topic else None,
        failures=row.failures,
        greeted=row.greeted,
    )
