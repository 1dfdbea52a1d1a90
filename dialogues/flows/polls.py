"""The ballot box, as people meet it: a question with buttons, one vote, the count after it."""

from dataclasses import replace

from dialogues.flow import Flow, Outcome, Turn, press, press_named, say
from dialogues.flows.ages import ask_age, band_of
from dialogues.messages import Choice, Say
from dialogues.names import evoked
from dialogues.polls import Option, Poll, Refusal, Tally, refuse

SHOWN = 4  # polls on one screen


async def listing(turn: Turn) -> Outcome | None:
    """Show the open poll, or the list when there are several."""
    polls = await turn.work.polls.open(turn.now)
    match polls:
        case ():
            return say("utter_no_poll", press("utter_button_results", "poll_results"))
        case (only,):
            return await _ask(turn, only)
        case _:
            lines = tuple(_line(poll) for poll in polls[:SHOWN])
            return say("utter_polls", *_buttons(polls, "poll"), lines=lines).of("list_polls")


def _line(poll: Poll) -> Say:
    return Say(key="utter_poll_line", params={"question": poll.question, "end": poll.closes_at})


def _buttons(polls: tuple[Poll, ...], intent: str) -> tuple[Choice, ...]:
    return tuple(press_named(poll.question, intent, poll=str(poll.id)) for poll in polls[:SHOWN])


async def show(turn: Turn) -> Outcome | None:
    """Show one poll: its question to vote on, or its results once voted or closed."""
    poll = await _named(turn)
    if poll is None:
        return say("utter_poll_gone", press("utter_button_polls", "list_polls"))
    voted = await turn.work.polls.has_voted(poll.id, turn.conversation.person)
    if voted or not poll.is_open(turn.now):
        return await _results(turn, poll)
    return await _ask(turn, poll)


async def deadline(turn: Turn) -> Outcome | None:
    """Say until when one votes in the poll last spoken of."""
    poll = await _named(turn)
    if poll is None:
        return None
    if not poll.is_open(turn.now):
        return await _results(turn, poll)
    vote_now = press("utter_button_vote", "poll", poll=str(poll.id))
    return say("utter_poll_deadline", vote_now, question=poll.question, end=poll.closes_at)


async def _named(turn: Turn) -> Poll | None:
    """Return the poll a button names, else the one a text evokes, else the last spoken of."""
    number = turn.number("poll")
    if number is not None or (turn.pressed and turn.value("poll")):
        return await turn.work.polls.find(number or 0)
    evokes = await evoked_by(turn)
    if len(evokes) == 1:
        return evokes[0]
    recalled = turn.recalled("poll")
    return await turn.work.polls.find(int(recalled)) if recalled else None


async def evoked_by(turn: Turn) -> tuple[Poll, ...]:
    """Return the polls whose question a text evokes."""
    polls = (*await turn.work.polls.open(turn.now), *await turn.work.polls.closed(turn.now))
    return evoked(polls, turn.text, lambda poll: poll.question)


async def choose(turn: Turn) -> Outcome | None:
    """Take an option written instead of pressed: its number or its words; else decline."""
    poll = await turn.work.polls.find(int(turn.conversation.slots["poll"]))
    if poll is None:
        return None
    fitting = poll.written(turn.text)
    choices = tuple(_option(poll, option) for option in fitting)
    return say("utter_confirm_option", *choices).staying(turn) if choices else None


async def _ask(turn: Turn, poll: Poll) -> Outcome:
    choices = tuple(_option(poll, option) for option in poll.options)
    params = {
        "question": poll.question,
        "author": poll.author,
        "end": poll.closes_at,
        "why": poll.why or Say(key="utter_empty_text"),
    }
    said = Say(key="utter_poll", params=params, choices=choices, amends=turn.pressed)
    asked = Outcome(says=(said,)).of("poll", poll=str(poll.id))
    return asked.then("polls.choose", poll=str(poll.id))


def _option(poll: Poll, option: Option) -> Choice:
    payload = {"poll": str(poll.id), "option": str(option.position)}
    return press_named(option.label, "vote", **payload)


async def vote(turn: Turn) -> Outcome | None:
    """Take the ballot a button carries, or say why it cannot be taken."""
    poll = await _named(turn)
    if poll is None:
        return say("utter_poll_gone", press("utter_button_polls", "list_polls"))
    option = turn.value("option") or ""
    person = await band_of(turn)
    refusal = refuse(poll, option, person, turn.now)
    if refusal is Refusal.AGE_UNASKED:
        return ask_age("utter_age_vote", "vote", {"poll": str(poll.id), "option": option})
    chosen = poll.option(option)
    if refusal or chosen is None:
        return await _refused(turn, poll, refusal or Refusal.UNKNOWN_OPTION)
    return await _cast(turn, poll, chosen)


async def _refused(turn: Turn, poll: Poll, refusal: Refusal) -> Outcome:
    if refusal is Refusal.CLOSED:
        results = await _results(turn, poll)
        return Outcome(says=(Say(key="utter_refused_closed"), *results.says), topic=results.topic)
    ways = [press("utter_button_polls", "list_polls")]
    if refusal is Refusal.READ_ONLY:
        ways.append(press("utter_button_age", "age"))
    return say(f"utter_refused_{refusal}", *ways, start=poll.opens_at)


async def _cast(turn: Turn, poll: Poll, chosen: Option) -> Outcome:
    person = turn.conversation.person
    before = await turn.work.polls.choice(poll.id, person)
    replaced = await turn.work.polls.cast(poll.id, person, chosen.position, now=turn.now)
    if replaced is None:  # it closed while the turn was on its way
        return await _refused(replace(turn, now=poll.closes_at), poll, Refusal.CLOSED)
    same = before == chosen.position
    key = "utter_vote_same" if same else "utter_vote_changed" if replaced else "utter_voted"
    receipt = Say(
        key=key,
        params={"option": chosen.label, "results": await _count(turn, poll), "end": poll.closes_at},
        choices=(_change(poll), press("utter_button_polls", "list_polls")),
        amends=turn.pressed,
    )
    return Outcome(says=(receipt,)).of("poll", poll=str(poll.id))


def _change(poll: Poll) -> Choice:
    return press("utter_button_change_vote", "change_vote", poll=str(poll.id))


async def _count(turn: Turn, poll: Poll) -> Say:
    tally = await turn.work.polls.tally(poll.id)
    percents = tally.percents()
    lines = tuple(_bar(option, tally, percents.get(option.position, 0)) for option in poll.options)
    return Say(
        key="utter_tally",
        params={"question": poll.question, "lines": lines, "voters": tally.voters},
    )


def _bar(option: Option, tally: Tally, percent: int) -> Say:
    params = {
        "label": option.label,
        "bar": tally.bar(option.position),
        "percent": percent,
        "count": tally.counts.get(option.position, 0),
    }
    return Say(key="utter_tally_line", params=params)


async def change(turn: Turn) -> Outcome | None:
    """Show the ballot again to who has voted; else say that a vote can be changed."""
    poll = await _named(turn)
    if poll and poll.is_open(turn.now) and (turn.pressed or turn.recalled("poll")):
        return await _ask(turn, poll)
    return say("utter_change_vote", press("utter_button_polls", "list_polls"))


async def results(turn: Turn) -> Outcome | None:
    """Say the count of the poll meant, or offer the polls there are."""
    poll = await _named(turn)
    if poll:
        return await _results(turn, poll)
    if turn.pressed and turn.value("poll"):
        return say("utter_poll_gone", press("utter_button_polls", "list_polls"))
    polls = (*await turn.work.polls.closed(turn.now), *await turn.work.polls.open(turn.now))
    if not polls:
        return say("utter_no_poll", press("utter_button_processes", "list_processes"))
    return say("utter_which_poll", *_buttons(polls, "poll_results"))


async def _results(turn: Turn, poll: Poll) -> Outcome:
    if turn.now < poll.opens_at:
        return say("utter_refused_not_open", start=poll.opens_at)
    voted = await turn.work.polls.has_voted(poll.id, turn.conversation.person)
    if poll.is_open(turn.now) and not voted:
        return say(
            "utter_results_after_vote", press("utter_button_vote", "poll", poll=str(poll.id))
        )
    over = not poll.is_open(turn.now)
    key = "utter_results_closed" if over else "utter_results_open"
    params = {"results": await _count(turn, poll), "end": poll.closes_at, "after": _after(poll)}
    choices = () if over else (_change(poll),)
    return Outcome(says=(Say(key=key, params=params, choices=choices),)).of(
        "poll", poll=str(poll.id)
    )


def _after(poll: Poll) -> Say:
    if poll.follow_up:
        return Say(key="utter_follow_up", params={"text": poll.follow_up})
    if poll.follow_up_due:
        return Say(key="utter_follow_up_due", params={"due": poll.follow_up_due})
    return Say(key="utter_empty_text")


async def follow_up(turn: Turn) -> Outcome | None:
    """Say what was decided after the poll meant, or after the last closed one."""
    poll = await _named(turn)
    closed = await turn.work.polls.closed(turn.now)
    poll = poll or (closed[0] if closed else None)
    if poll is None:
        return None
    params = {"question": poll.question, "after": _after(poll)}
    key = "utter_poll_follow_up" if poll.follow_up or poll.follow_up_due else "utter_no_follow_up"
    outcome = say(key, press("utter_button_results", "poll_results", poll=str(poll.id)), **params)
    return outcome.of("follow_up", poll=str(poll.id))


FLOW = Flow(
    name="polls",
    steps={
        "listing": listing,
        "show": show,
        "vote": vote,
        "change": change,
        "choose": choose,
        "deadline": deadline,
        "results": results,
        "follow_up": follow_up,
    },
)
