"""Every flow there is; a step's name in the database is ``flow.step``."""

from dialogues.flow import Flow
from dialogues.flows import (
    polls,
    processes,
    repair,
    replies,
    rights,
    shared,
    stops,
    subscriptions,
    talk,
)

FLOWS: tuple[Flow, ...] = (
    talk.FLOW,
    replies.FLOW,
    subscriptions.FLOW,
    processes.FLOW,
    stops.FLOW,
    polls.FLOW,
    shared.FLOW,
    rights.FLOW,
    Flow(name="answers", steps={"tell": repair.tell}),
)
