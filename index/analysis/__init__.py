"""From words to terms: the same chain for pages and for queries.

``fonts`` reads letters that stand for others, ``tokens`` finds words with their offsets,
``folding`` says what does not count when two are compared, ``language`` which language a line or a
word is in, the lemmatisers give dictionary forms, ``days`` and ``numerals`` find what is written in
many ways, ``positions`` puts the terms of all kinds on one position a word.
"""
