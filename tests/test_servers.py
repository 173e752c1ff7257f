"""The server of OpenSearch that tests and first trials run."""

from __future__ import annotations

from benchmarks.opensearch.nodes import ask


def test_a_server_splits_by_our_separators(opensearch: str) -> None:
    index = f"{opensearch}/opis-test-server"
    analysis = {
        "tokenizer": {"positions": {"type": "char_group", "tokenize_on_chars": ["\\n"]}},
        "filter": {"terms": {"type": "pattern_capture", "preserve_original": False,
                             "patterns": ["([^\\t]+)"]}},
        "analyzer": {"own": {"tokenizer": "positions", "filter": ["terms"]}},
    }  # fmt: skip
    ask(index, {"settings": {"analysis": analysis}}, "PUT")
    try:
        asked = {"analyzer": "own", "text": "=в\t#в\n=лагерях\t#лагерь"}
        found = ask(f"{index}/_analyze", asked)["tokens"]
    finally:
        ask(index, method="DELETE")
    assert [(one["token"], one["position"]) for one in found] == [
        ("=в", 0), ("#в", 0), ("=лагерях", 1), ("#лагерь", 1)]  # fmt: skip
