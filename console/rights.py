"""Who may do what: the one place where roles are compared."""

from collections.abc import Mapping
from enum import StrEnum

from console.ports import Role


class Right(StrEnum):
    """What a page asks of whoever opens it."""

    NONE = "none"  # the door itself
    ENTER = "enter"
    REMOVE_EXAMPLES = "remove_examples"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.COUNCIL: frozenset({Right.NONE, Right.ENTER}),
    Role.STAFF: frozenset({Right.NONE, Right.ENTER, Right.REMOVE_EXAMPLES}),
    Role.ADMIN: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in RIGHTS[role]
