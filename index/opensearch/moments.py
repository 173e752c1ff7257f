"""One state of the index, asked several times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.errors import EngineFailed
from corpus.messages import N_
from index.opensearch.connecting import Refused
from index.opensearch.schema import PAGES

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Query = dict[str, Any]
Answered = Mapping[str, Any]

ALL: Query = {"match_all": {}}
NONE: Query = {"match_none": {}}
#: how long the servers keep a state that is not asked any more
_KEPT = "2m"
#: buckets of a composite aggregation that come at a time
_AT_A_TIME = 5000


@dataclass(frozen=True)
class Totals:
    """What all live pages are: their number, their mean length in words.

    ``known`` keeps what was asked of this state and is the same for every query.
    """

    pages: int
    mean: float
    known: dict[Any, Any] = field(default_factory=dict)


class Moment:
    """A state of the index. Whatever is not answered by all of it is an error.

    ``commit`` says which, ``state`` differs where what is held does.
    """

    def __init__(self, client: OpenSearch, pit: str, commit: str) -> None:
        self._client, self._pit, self.commit = client, pit, commit
        newest = {"max": {"field": "serial"}}
        said = self.search({"size": 0, "track_total_hits": True, "aggs": {"newest": newest}})
        newest_sent = said["aggregations"]["newest"]["value"]
        self.state = commit, newest_sent, said["hits"]["total"]["value"]

    def search(self, body: Query) -> Answered:
        """Ask; what comes is of every part of the index, or an error."""
        # What is stored is read in pieces of many pages: nothing is asked of it, no id either.
        fields = {"stored_fields": "_none_", "docvalue_fields": ["document", "found_kind"]}
        whole = {**fields, **body, "pit": {"id": self._pit, "keep_alive": _KEPT}}
        said: Answered = self._client.search(body=whole)
        if said["timed_out"] or said["_shards"]["failed"]:
            raise EngineFailed(
                N_("A part of the index did not answer."),
                remedy=N_("Ask again; see the health of the servers (docs/operators.md)."),
            )
        return said

    def pages(self, query: Query, among: Query, aggs: Query) -> Answered:
        """Aggregations over the pages that meet ``query``, of documents that meet ``among``."""
        inside = {"filter": query, "aggs": aggs}
        said = self.search(
            {"size": 0, "track_total_hits": False, "query": {"bool": {"filter": [among]}},
             "aggs": {"pages": {"nested": {"path": PAGES}, "aggs": {"those": inside}}}}
        )  # fmt: skip
        those: Answered = said["aggregations"]["pages"]["those"]
        return those

    def has_more(self, query: Query, among: Query, pages: int) -> bool:
        """Whether more than so many pages meet ``query`` of documents that meet ``among``."""
        enough = {"size": 0, "query": {"bool": {"filter": [among]}}, "track_total_hits": pages + 1}
        documents = self.search(enough)["hits"]["total"]["value"]
        return bool(documents > pages or self.pages(query, among, {})["doc_count"] > pages)

    def number(self, query: Query) -> int:
        """How many pages meet a query."""
        return int(self.pages(query, nested(query), {})["doc_count"])

    def values(self, name: str, query: Query) -> list[str]:
        """The values of a facet on pages that meet a query, in order."""
        source = [{"value": {"terms": {"field": facet(name)}}}]
        return [
            str(bucket["key"]["value"])
            for bucket in self.composed(query, nested(query), source, {})
        ]

    def composed(
        self, query: Query, among: Query, sources: list[Query], aggs: Query
    ) -> Iterator[Answered]:
        """Yield the buckets of a composite aggregation over pages."""
        composite: Query = {"size": _AT_A_TIME, "sources": sources}
        while True:
            own = {"own": {"composite": composite, "aggs": aggs}}
            said = self.pages(query, among, own)["own"]
            yield from said["buckets"]
            if "after_key" not in said or len(said["buckets"]) < _AT_A_TIME:
                return
            composite = composite | {"after": said["after_key"]}


@contextmanager
def moment(client: OpenSearch, index: str, serial: int) -> Iterator[Moment]:
    """Hold the state in which an index is now; it has seen the catalogue up to a change."""
    made = client.create_pit(
        index=index, params={"keep_alive": _KEPT, "allow_partial_pit_creation": "false"}
    )
    try:
        yield Moment(client, made["pit_id"], f"{index}:{serial}")
    finally:
        with suppress(Refused):  # it ends by itself
            client.delete_pit(body={"pit_id": [made["pit_id"]]})


def nested(query: Query, **more: Any) -> Query:
    """Documents of which a page meets a query."""
    return {"nested": {"path": PAGES, "query": query, **more}}


def both(*queries: Query) -> Query:
    """What meets all of some queries; it has no score."""
    some = [query for query in queries if query is not ALL]
    return {"bool": {"filter": some}} if some else ALL


def either(queries: list[Query]) -> Query:
    """What meets one of some queries."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NONE


def but(query: Query) -> Query:
    """What does not meet a query."""
    return {"bool": {"must_not": [query]}}


def of_page(name: str) -> str:
    """A field of a page."""
    return f"{PAGES}.{name}"


def facet(name: str) -> str:
    """The field of a facet."""
    return of_page(f"facet.{name}")
