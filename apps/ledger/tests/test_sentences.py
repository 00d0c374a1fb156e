"""Every typed error of the contracts has a sentence, and every sentence can be written with its error's
figures.
"""

from __future__ import annotations

import pytest

from apps.ledger import abi
from apps.ledger.abi import Parameter, Signature
from apps.ledger.errorwords import PLAIN, SENTENCES
from apps.ledger.sentences import sentence

ERRORS = sorted({each.name: each for each in abi.errors().values()}.values(), key=lambda each: each.name)


def example(parameter: Parameter) -> object:
    """Some value of the type."""
    if parameter.type == "address":
        return "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    if parameter.type.startswith("bytes"):
        return "0x" + b"campaign".ljust(32, b"\0").hex()
    return True if parameter.type == "bool" else 1_795_358_448


def test_no_error_is_without_a_sentence() -> None:
    assert [each.name for each in ERRORS if each.name not in SENTENCES] == []


def test_no_sentence_is_without_an_error() -> None:
    names = {each.name for each in ERRORS}
    assert [each for each in SENTENCES if each not in names and each not in PLAIN] == []


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.name)
def test_a_sentence_is_written_with_its_figures(error: Signature) -> None:
    said = sentence(error.name, {each.name: example(each) for each in error.inputs})
    assert "{" not in said
    assert error.name not in said


def test_figures_read_as_people_write_them() -> None:
    said = sentence("MasterBalanceTooLow", {"balance": 123_456, "amount": 100_000_007})
    assert said == "There is RM 1,234.56 here, less than RM 1,000,000.07."


def test_an_unknown_error_is_named() -> None:
    assert "SomethingNew" in sentence("SomethingNew", {})
    assert "MasterBalanceTooLow" in sentence("MasterBalanceTooLow", {"balance": "no figure"})
