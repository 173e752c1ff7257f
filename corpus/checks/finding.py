"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.messages import Message


class Part(StrEnum):
    """The part of a collection that something is wrong with."""

    CATALOGUE = "catalogue"
    ORIGINAL = "original"
    READING = "reading"
    IMAGE = "image"
    THESAURUS = "thesaurus"
    INDEX = "index"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: what it is, what to do, and whether it is mended."""

    part: Part
    what: Message
    remedy: Message
    mended: bool = False
