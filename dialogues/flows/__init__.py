"""Every flow there is; a step's name in the database is ``flow.step``."""

from dialogues.flow import Flow
from dialogues.flows import (
    ages,
    polls,
    processes,
    repair,
    replies,
    rights,
    shared,
    stop_details,
    stops,
    subscriptions,
    talk,
)

FLOWS: tuple[Flow, ...] = (
    talk.FLOW,
    ages.FLOW,
    replies.FLOW,
    subscriptions.FLOW,
    processes.FLOW,
    stops.FLOW,
    stop_details.FLOW,
    polls.FLOW,
    shared.FLOW,
    rights.FLOW,
    Flow(name="answers", steps={"tell": repair.tell}),
)
