"""One search protocol, several engines.

What may be found stands in the table of entries, which follows the published rows
through the outbox; the database's own full-text index is always kept, Elasticsearch
mirrors it. Engines answer with keys; what a reader sees is read from the entries, so a
text that left them is shown by no engine. Nothing about the searcher is stored.
"""
