"""The index in Elasticsearch: an explicit mapping, tokens as `tokens()` gives them.

`refresh_interval` makes a change visible within a second. `gc_deletes` keeps the
version of a deleted entry, so that a rebuild that read it before cannot bring it back.
"""

from typing import Any

from django.conf import settings

MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},
    "properties": {
        "key": {"type": "keyword"},
        "fingerprint": {"type": "keyword"},
        "kind": {"type": "keyword"},
        "chapter": {"type": "keyword"},
        "unit": {"type": "keyword"},
        "year": {"type": "short"},
        "boost": {"type": "byte"},
        "length": {"type": "integer"},
        # Already cut: `whitespace` keeps one token for each of ours.
        "tokens": {"type": "text", "analyzer": "whitespace", "norms": False},
    },
}


def index_settings() -> dict[str, Any]:
    return {
        "number_of_shards": settings.ELASTICSEARCH_SHARDS,
        "number_of_replicas": settings.ELASTICSEARCH_REPLICAS,
        "refresh_interval": "500ms",
        "gc_deletes": "1h",
        "max_inner_result_window": 10_000,
    }
