"""The example content: labelled, dated from today, and removed in one act."""

from bots.demo.seed import seed

__all__ = ["seed"]
