"""Citations: what of a document is cited, and how each style and form prints it.

``cited.py`` makes a citation of a document, ``printing.py`` prints it in the styles of
``styles.tsv``, ``records.py`` as BibTeX, RIS and CSL-JSON; ``notes.py`` reads citations that
people wrote. What is not known is shown as missing, ⟨…⟩, and never invented.
"""
