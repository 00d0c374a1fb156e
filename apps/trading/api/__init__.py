"""The secondary market in the API."""
