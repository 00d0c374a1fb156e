"""The indexer on the real contracts."""
