"""The small market that `make demo` plays, through the API like any other client's."""
