"""The demo documents: invented texts that a fresh installation turns into scans and searches.

Each file in ``texts`` is one original: a description and rendering keys between ``---`` lines,
then its pages. Nothing in them is evidence: archives, persons and camp points are invented, each
description bears the note «учебный образец» and each rendered page a stamp that says so.
"""
