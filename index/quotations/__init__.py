"""Where a quotation stands: the pages likeliest to have it, aligned with it word by word."""

from index.quotations.finding import find_quotation
from index.quotations.match import Change, Difference, Grade, Match, Stretch
from index.quotations.quotation import read

__all__ = ["Change", "Difference", "Grade", "Match", "Stretch", "find_quotation", "read"]
