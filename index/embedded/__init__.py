"""The engine that runs on one laptop: a Whoosh index in the collection's folder.

Whoosh keeps the terms, their pages and positions; matching, scoring, facets and access are ours,
so that they follow the query language to the letter.
"""
