"""Check a draft: which of its quotations stand in the collection, and where they are said to."""

from index.drafts.checking import Checked, Verdict, check
from index.drafts.draft import Draft, Paragraph
from index.drafts.opening import open_draft

__all__ = ["Checked", "Draft", "Paragraph", "Verdict", "check", "open_draft"]
