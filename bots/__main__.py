"""``python -m bots`` is the command ``tchatche``."""

from bots.cli import main

main()
