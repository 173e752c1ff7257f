"""The thesaurus: camps, agencies, places, categories of people, terms, kinds of document.

Concepts with their names in four languages, shipped as YAML beside this module, one name a line;
a collection adds, changes and hides in its own file. What the keys mean is in docs/thesaurus.md.
"""

from corpus.thesaurus.concepts import (
    UNCHECKED,
    BadThesaurus,
    Concept,
    Label,
    OtherDates,
    Role,
    Source,
    Type,
)
from corpus.thesaurus.thesaurus import (
    Heading,
    Name,
    Thesaurus,
    is_readable,
    load,
    remember,
    usable,
)

__all__ = [
    "UNCHECKED",
    "BadThesaurus",
    "Concept",
    "Heading",
    "Label",
    "Name",
    "OtherDates",
    "Role",
    "Source",
    "Thesaurus",
    "Type",
    "is_readable",
    "load",
    "remember",
    "usable",
]
