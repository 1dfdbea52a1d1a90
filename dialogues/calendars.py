"""The stops as a calendar: stable identities, revisions, and cancellations said as such."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dialogues.stops import Stop, StopState

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Tchatche//cOSerie mobile//FR"
DOMAIN = "tchatche"  # the part after @ of an event's identity; stable whatever the host


def calendar(stops: Iterable[Stop], *, stamp: datetime | None = None) -> bytes:
    """Return an iCalendar file (RFC 5545) of the stops; ``stamp`` defaults to each stop's start."""
    from icalendar import Calendar  # noqa: PLC0415 - only who asks for a calendar pays for it

    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    for stop in stops:
        whole.add_component(_event(stop, stamp))
    whole.add_missing_timezones()
    return bytes(whole.to_ical())


def _event(stop: Stop, stamp: datetime | None) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - idem

    event = Event()
    event.add("uid", f"stop-{stop.external_id}@{DOMAIN}")
    event.add("dtstamp", (stamp or stop.starts_at).astimezone(UTC))
    event.add("sequence", stop.revision)
    event.add("summary", stop.title)
    event.add("dtstart", stop.starts_at)
    event.add("dtend", stop.ends_at)
    event.add("location", ", ".join(part for part in (stop.address, stop.place_name) if part))
    cancelled = stop.state is StopState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if stop.description:
        event.add("description", stop.description)
    if stop.position:
        event.add("geo", stop.position)
    if stop.url:
        event.add("url", stop.url)
    return event
