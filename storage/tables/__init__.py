"""Every table of the memory, one noun after the other."""

from storage.tables.base import metadata
from storage.tables.house import audit, instance, setup_link, staff, staff_session
from storage.tables.people import (
    account,
    address,
    consent,
    conversation,
    event,
    mailbox,
    person,
    subscription,
    unheard,
)
from storage.tables.polls import ballot, poll, poll_key, poll_option, turnout
from storage.tables.records import answer, place, place_postal_code, process, revision, stop

__all__ = [
    "account",
    "address",
    "answer",
    "audit",
    "ballot",
    "consent",
    "conversation",
    "event",
    "instance",
    "mailbox",
    "metadata",
    "person",
    "place",
    "place_postal_code",
    "poll",
    "poll_key",
    "poll_option",
    "process",
    "revision",
    "setup_link",
    "staff",
    "staff_session",
    "stop",
    "subscription",
    "turnout",
    "unheard",
]
