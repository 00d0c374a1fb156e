"""Marks what a person reads for translation. The words themselves need no Django."""

from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """The sentence as it is; `manage.py makemessages` collects it, whoever shows it translates it."""
    return sentence
