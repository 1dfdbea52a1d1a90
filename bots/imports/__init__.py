"""Records from elsewhere: tables, a Decidim, a list of communes."""

from bots.imports.entry import NOUNS, import_file
from bots.imports.report import Problem, Report, Unreadable

__all__ = ["NOUNS", "Problem", "Report", "Unreadable", "import_file"]
