"""A vote that reaches the box after it was sealed is told so, whatever hour the turn began at."""

from datetime import timedelta

from dialogues.engine import Engine
from dialogues.messages import Address, Press, Text
from storage.store import SqlStore
from tests.conftest import NOW

ME = Address(channel="web", room="u1", user="u1")
VOTE = '/vote{"poll":"%d","option":"1","age":"18-24"}'


async def test_a_vote_that_comes_after_the_sealing_is_refused_with_the_results(
    engine: Engine, memory: SqlStore
) -> None:
    async with memory.work() as work:
        poll = (await work.polls.open(NOW))[0]
        before = await work.polls.tally(poll.id)
        await work.polls.close_due(poll.closes_at + timedelta(seconds=1))
    answer = await engine.receive(Press(id="1", sender=ME, payload=VOTE % poll.id))
    said = "\n".join(message.text for message in answer.messages)
    labels = {button.label for message in answer.messages for button in message.buttons}
    assert "Ce sondage est clos, ton vote n'est pas compté" in said
    assert poll.options[0].label in said
    assert not labels & {"Voter", "Changer mon vote"}
    async with memory.work() as work:
        assert await work.polls.tally(poll.id) == before
    after = await engine.receive(Text(id="2", sender=ME, text="et à Cahors ?"))
    assert "Cahors" in after.messages[0].text
