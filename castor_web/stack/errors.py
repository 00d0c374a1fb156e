"""What can go wrong outside the market itself, each as one clear sentence for the person at the terminal."""

from __future__ import annotations


class StackError(Exception):
    """Something on this machine is missing, broken or in the way; the text says what, and what to do."""
