"""Concordance: every hit of an answer as a line with the words beside it (KWIC).

:func:`index.kwic.lines.concordance` gathers where the hits stand, as numbers; texts are read page
by page when lines are compared or shown, so that many lines take little memory.
"""
