"""From words to terms: the same chain for pages and for queries.

``tokens`` finds words with their offsets, ``folding`` says what does not count when two are
compared, the lemmatisers give dictionary forms, ``positions`` puts the terms of all kinds on one
position a word.
"""
