"""The paper side of the ballot box: what a ballot is named, how a box is sealed or emptied."""

import hmac
import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select, update

from storage import traces
from storage.tables import ballot, poll, poll_key, poll_option, turnout
from storage.transaction import Transaction

NEW_POLL = insert(poll).returning(poll.c.id)
PAPER_BYTES = 32  # as a ballot's own name: nothing tells them apart
DEPENDANTS = (ballot, turnout, poll_key, poll_option)  # in the order foreign keys allow


def paper(key: bytes, person: int) -> str:
    """Return the name of a person's ballot; without the key, nobody can compute it."""
    return hmac.digest(key, str(person).encode(), "sha256").hex()


async def seal(tx: Transaction, polls: Sequence[int]) -> None:
    """Destroy the polls' keys, and the traces that would still tie a voter to a ballot."""
    if not polls:
        return
    await tx.run(delete(poll_key).where(poll_key.c.poll.in_(polls)))
    await tx.run(update(poll).where(poll.c.id.in_(polls)).values(sealed=True))
    if tx.on_postgresql:
        await _rewrite(tx, polls)
    await traces.note(tx, polls)


async def _rewrite(tx: Transaction, polls: Sequence[int]) -> None:
    """Write the ballots anew in the order of their names.

    PostgreSQL keeps with each row the transaction that wrote it, the same for a voter's turnout
    and ballot; written anew, all ballots carry the sealing's.
    """
    old = delete(ballot).where(ballot.c.poll.in_(polls)).returning(ballot).cte("old")
    columns = (old.c.poll, old.c.id, old.c.option)
    rewritten = select(*columns).order_by(old.c.poll, old.c.id)
    await tx.run(insert(ballot).from_select(["poll", "id", "option"], rewritten))


async def fill(tx: Transaction, number: int, counts: Mapping[int, int]) -> None:
    """Drop ballots of nobody into the box of an example; any other poll's is refused."""
    found = await tx.first(select(poll.c.example).where(poll.c.id == number))
    if found is None or not found.example:
        raise ValueError(f"Only an example's box may be filled: {number}")
    votes = [option for option, count in counts.items() for _ in range(count)]
    dropped = [
        {"poll": number, "id": secrets.token_hex(PAPER_BYTES), "option": option} for option in votes
    ]
    if dropped:
        await tx.run(insert(ballot), dropped)


async def remove(tx: Transaction, polls: Sequence[int]) -> None:
    """Delete polls with all that hangs on them."""
    for table in DEPENDANTS:
        await tx.run(delete(table).where(table.c.poll.in_(polls)))
    await tx.run(delete(poll).where(poll.c.id.in_(polls)))
