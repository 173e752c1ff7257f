"""The engine that runs on many machines: an index of OpenSearch, asked as the embedded one is.

A document is one document of the server, its pages are nested in it. The server finds, counts and
orders; what is shown of a page is worked out by the code of :mod:`index.embedded` from the terms
that the page keeps. Why: docs/decisions/0016-opensearch.md.
"""
