"""The shapes of money in the API. Amounts are whole sen, times chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField, Count
from apps.treasury.types import LineState


class Pocket(serializers.Serializer[Any]):
    """What a door has of one trustee's money."""

    token = serializers.CharField()
    trustee = serializers.CharField()
    available = serializers.IntegerField(help_text="sen")
    withdrawing = serializers.IntegerField(help_text="sen")


class Wallet(serializers.Serializer[Any]):
    """A door's money. `reference` is what an investor writes on a bank transfer."""

    reference = serializers.CharField(allow_null=True)
    pockets = Pocket(many=True)


class Movement(serializers.Serializer[Any]):
    """A line of a statement: `balance` is what the door had of this token after it."""

    token = serializers.CharField()
    amount = serializers.IntegerField(help_text="sen; negative: out")
    balance = serializers.IntegerField(help_text="sen")
    what = serializers.CharField()
    other = serializers.CharField()
    at = serializers.IntegerField(help_text="chain seconds")
    block = serializers.IntegerField()
    transaction = serializers.CharField()


class Statement(serializers.Serializer[Any]):
    """A page of a statement, the newest first; `next` is the following page's `after`."""

    rows = Movement(many=True)
    next = serializers.CharField(allow_null=True)


class BankCredit(serializers.Serializer[Any]):
    """A credit in the trustee's bank account."""

    bank_reference = serializers.CharField(max_length=64)
    amount = Count(help_text="sen")
    credited_at = serializers.IntegerField(
        min_value=0, max_value=2**63, help_text="the bank's time, in seconds"
    )
    reference = serializers.CharField(max_length=32, allow_blank=True)
    payer = serializers.CharField(max_length=140, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class BankLine(serializers.Serializer[Any]):
    """A bank line and what became of it."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[state.value for state in LineState])
    amount = serializers.IntegerField(help_text="sen")
    reference = serializers.CharField()
    bank_reference = serializers.CharField()
    credited_at = serializers.IntegerField()
    entered_at = serializers.DateTimeField()
    door = serializers.CharField(allow_null=True)


class WhoseReference(serializers.Serializer[Any]):
    """Whose reference it is."""

    reference = serializers.CharField()
    door = serializers.CharField()


class Deposit(serializers.Serializer[Any]):
    """A credit that became money."""

    token = serializers.CharField()
    reference = serializers.CharField(help_text="the bank's reference, hashed")
    to = serializers.CharField()
    amount = serializers.IntegerField(help_text="sen")
    credited_at = serializers.IntegerField(help_text="the bank's time, in seconds")
    at = serializers.IntegerField(help_text="chain seconds")
    transaction = serializers.CharField()


class Deposits(serializers.Serializer[Any]):
    """A page of deposits, the newest first."""

    rows = Deposit(many=True)
    next = serializers.CharField(allow_null=True)


class NewBankAccount(serializers.Serializer[Any]):
    """An account at a bank."""

    bank = serializers.CharField(max_length=60)
    holder = serializers.CharField(max_length=140)
    number = serializers.CharField(max_length=30)


class BankAccount(serializers.Serializer[Any]):
    """An account at a bank, as far as the reader may see it."""

    id = serializers.UUIDField()
    bank = serializers.CharField()
    holder = serializers.CharField()
    number = serializers.CharField()
    state = serializers.CharField()


class Mint(serializers.Serializer[Any]):
    """Whom to mint to; by default whose reference the line names."""

    to = AddressField(required=False, allow_null=True, default=None)


class Withdrawal(serializers.Serializer[Any]):
    """Money on its way out, or gone."""

    id = serializers.IntegerField()
    door = serializers.CharField()
    token = serializers.CharField()
    amount = serializers.IntegerField(help_text="sen")
    state = serializers.ChoiceField(choices=["waiting", "burned", "returned"])
    requested_at = serializers.IntegerField(help_text="chain seconds")
    ended_at = serializers.IntegerField(allow_null=True, help_text="chain seconds")


class WithdrawalRequest(serializers.Serializer[Any]):
    """How much of which money to pay out."""

    token = AddressField()
    amount = Count(help_text="sen")


class BankPayment(serializers.Serializer[Any]):
    """Under which reference the bank paid it out."""

    bank_reference = serializers.CharField(max_length=64)


class Reserve(serializers.Serializer[Any]):
    """A trustee's supply against its bank, in sen. `difference` is zero when every credit is minted."""

    token = serializers.CharField()
    trustee = serializers.CharField()
    supply = serializers.IntegerField()
    withdrawing = serializers.IntegerField()
    minted = serializers.IntegerField()
    burned = serializers.IntegerField()
    credited = serializers.IntegerField()
    trust_balance = serializers.IntegerField()
    holdings = serializers.IntegerField()
    difference = serializers.IntegerField()
