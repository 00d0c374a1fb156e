"""The secondary market's pages."""
