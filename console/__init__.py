"""The staff's entrance: the door, the first account, and the pages the team works on."""

from console.app import build
from console.first import first_admin, make_setup_link
from console.passwords import ChooseAnother, Passwords
from console.ports import (
    Account,
    Accounts,
    Board,
    ConsoleSettings,
    Member,
    Opening,
    OpenPoll,
    Overview,
    Role,
)

__all__ = [
    "Account",
    "Accounts",
    "Board",
    "ChooseAnother",
    "ConsoleSettings",
    "Member",
    "OpenPoll",
    "Opening",
    "Overview",
    "Passwords",
    "Role",
    "build",
    "first_admin",
    "make_setup_link",
]
