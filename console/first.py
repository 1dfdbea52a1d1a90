"""The first administrator: from the environment, or by a link good for one use."""

from datetime import datetime, timedelta

from console.passwords import ChooseAnother, Passwords
from console.ports import ROOT, Accounts
from console.reading import is_email
from console.seals import digest, new_token

LINK_LIFE = timedelta(hours=24)


async def make_setup_link(accounts: Accounts, *, now: datetime) -> str | None:
    """Return the path of a one-time link, the former one void; None when somebody works here."""
    token = new_token()
    made = await accounts.offer(digest(token), expires_at=now + LINK_LIFE)
    return f"{ROOT}/setup?token={token}" if made else None


async def first_admin(
    accounts: Accounts,
    *,
    email: str,
    password: str,
    now: datetime,
    passwords: Passwords | None = None,
) -> bool:
    """Take on the administrator the environment names, unless somebody works here.

    Raises ChooseAnother when the e-mail or the password cannot be taken.
    """
    if not await accounts.is_nobody_here():
        return False
    if not is_email(email):
        raise ChooseAnother("L'adresse e-mail s'écrit comme nom@exemple.fr.")
    hashed = await (passwords or Passwords()).hash(password)
    return await accounts.found(email, hashed, now=now) is not None
