"""The shapes of money in the API. Amounts are whole sen, times chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField, Count
from apps.treasury.bankfiles import MOST_BOOKINGS, MOST_BYTES
from apps.treasury.types import DebitState, LineState, PayoutState, StatementState
from apps.vocabulary.types import LARGEST


class Pocket(serializers.Serializer[Any]):
    """What a door has of one trustee's money."""

    token = serializers.CharField()
    trustee = serializers.CharField()
    available = serializers.IntegerField(help_text="sen")
    withdrawing = serializers.IntegerField(help_text="sen")
    ordered = serializers.IntegerField(help_text="sen; frozen by orders of the regulator")


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
    booked_at = serializers.DateTimeField(allow_null=True, help_text="end of the statement's day")
    parked = serializers.CharField(help_text="why nobody's; empty if somebody's")


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


class PostedStatement(serializers.Serializer[Any]):
    """A bank statement: balances in sen; `maker` and `checker` are accounts."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[state.value for state in StatementState])
    account = serializers.CharField()
    format = serializers.CharField()
    opening = serializers.IntegerField()
    closing = serializers.IntegerField()
    closing_on = serializers.DateField()
    closing_at = serializers.IntegerField(help_text="chain seconds")
    lines = serializers.IntegerField()
    posted_at = serializers.DateTimeField()
    maker = serializers.IntegerField(allow_null=True)
    checker = serializers.IntegerField(allow_null=True)
    anchored = serializers.BooleanField()
    supply = serializers.IntegerField(help_text="when it was signed")
    explained = serializers.IntegerField(help_text="when it was signed")
    difference = serializers.IntegerField(help_text="when it was signed")


class OpenItem(serializers.Serializer[Any]):
    """Why bank and supply may differ: what the bank has more."""

    what = serializers.CharField()
    amount = serializers.IntegerField(help_text="sen")
    count = serializers.IntegerField()


class Reserve(serializers.Serializer[Any]):
    """A trustee's supply against its bank, in sen. `difference` is what nobody can explain."""

    token = serializers.CharField()
    trustee = serializers.CharField()
    supply = serializers.IntegerField()
    withdrawing = serializers.IntegerField()
    minted = serializers.IntegerField()
    burned = serializers.IntegerField()
    credited = serializers.IntegerField()
    trust_balance = serializers.IntegerField(help_text="by the trustee's books")
    holdings = serializers.IntegerField()
    bank = serializers.IntegerField(help_text="the closing balance of the latest signed statement")
    explained = serializers.IntegerField()
    difference = serializers.IntegerField()
    agrees = serializers.BooleanField()
    items = OpenItem(many=True)
    statement = PostedStatement(allow_null=True)
    fresh_until = serializers.IntegerField(help_text="chain seconds; 0 before the first statement")
    on_chain = serializers.BooleanField(help_text="whether the chain knows the signed balance")


class Withdrawals(serializers.Serializer[Any]):
    """A page of withdrawals; `next` is the following page's `after`."""

    rows = Withdrawal(many=True)
    next = serializers.CharField(allow_null=True)


class StatementFile(serializers.Serializer[Any]):
    """A statement's file as text: camt.053, MT940 or CSV, whichever it is."""

    content = serializers.CharField(max_length=MOST_BYTES, trim_whitespace=False)


class PlannedLine(serializers.Serializer[Any]):
    """What a line of a statement is: see `what`."""

    place = serializers.IntegerField(source="booking.place")
    booked_on = serializers.DateField(source="booking.booked_on")
    amount = serializers.IntegerField(source="booking.amount", help_text="sen; out is negative")
    bank_reference = serializers.CharField()
    what = serializers.ChoiceField(
        choices=["known", "duplicate", "matched", "parked", "settles", "bounced", "unknown"]
    )
    door = serializers.CharField(allow_null=True)
    parked = serializers.CharField()
    settles = serializers.CharField()


class StatementPreview(serializers.Serializer[Any]):
    """What an import would do. Balances in sen."""

    format = serializers.CharField(source="statement.format")
    account = serializers.CharField(source="statement.account")
    opening = serializers.IntegerField(source="statement.opening")
    closing = serializers.IntegerField(source="statement.closing")
    closing_on = serializers.DateField(source="statement.closing_on")
    plan = PlannedLine(many=True)


class Booking(serializers.Serializer[Any]):
    """A line of a statement that was posted."""

    place = serializers.IntegerField()
    booked_on = serializers.DateField()
    amount = serializers.IntegerField(help_text="sen; out is negative")
    bank_reference = serializers.CharField()


class StatementWithLines(PostedStatement):
    """A statement with its lines."""

    bookings = Booking(many=True)


class Debit(serializers.Serializer[Any]):
    """What left the account, and for what."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=[state.value for state in DebitState])
    amount = serializers.IntegerField(help_text="sen")
    bank_reference = serializers.CharField()
    booked_on = serializers.DateField()
    settles = serializers.CharField()


class Settles(serializers.Serializer[Any]):
    """What a debit was for: `withdrawal:<number>`, or `line:<id>` of a dismissed credit."""

    settles = serializers.CharField(max_length=60)


class NextLine(serializers.Serializer[Any]):
    """Behind which line a round goes on; from the start without."""

    after = serializers.UUIDField(required=False, allow_null=True, default=None)


class NextWithdrawal(serializers.Serializer[Any]):
    """Behind which withdrawal a round goes on."""

    after = serializers.IntegerField(required=False, default=0, min_value=0, max_value=LARGEST)


class MintStep(serializers.Serializer[Any]):
    """A step of a round: `line` is null once it is over; `problem` is the code of a refusal."""

    line = serializers.UUIDField(source="line.id", allow_null=True, default=None)
    act = serializers.UUIDField(source="act.id", allow_null=True, default=None)
    problem = serializers.CharField(source="problem.code", allow_null=True, default=None)


class BurnStep(serializers.Serializer[Any]):
    """A step of a round: `withdrawal` is 0 once it is over."""

    withdrawal = serializers.IntegerField()
    act = serializers.UUIDField(source="act.id", allow_null=True, default=None)
    problem = serializers.CharField(source="problem.code", allow_null=True, default=None)


class Payout(serializers.Serializer[Any]):
    """A payment of a batch; of the account, its end."""

    id = serializers.UUIDField()
    batch = serializers.CharField()
    withdrawal = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[state.value for state in PayoutState])
    amount = serializers.IntegerField(help_text="sen")
    bank = serializers.CharField()
    number = serializers.CharField()
    made_at = serializers.DateTimeField()


class NewBatch(serializers.Serializer[Any]):
    """Which withdrawals to pay; all that can be, by default."""

    withdrawals = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=LARGEST),
        required=False,
        allow_null=True,
        default=None,
        max_length=MOST_BOOKINGS,
    )


class DayEntry(serializers.Serializer[Any]):
    """A mint, burn or return of a day."""

    what = serializers.ChoiceField(choices=["mint", "burn", "return"])
    at = serializers.IntegerField(help_text="chain seconds")
    amount = serializers.IntegerField(help_text="sen")
    door = serializers.CharField()
    transaction = serializers.CharField()
    made = serializers.CharField(help_text="sign-in name")
    checked = serializers.CharField(help_text="sign-in name")


class DayEnd(serializers.Serializer[Any]):
    """A trustee's day: supplies in sen at its begin and end."""

    day = serializers.DateField()
    opening = serializers.IntegerField()
    entries = DayEntry(many=True)
    closing = serializers.IntegerField()
    holdings = serializers.IntegerField()
    statement = PostedStatement(allow_null=True)
    posted_by = serializers.CharField()
    signed_by = serializers.CharField()
    difference = serializers.IntegerField(
        allow_null=True, help_text="of bank and supply now (sen), while its statement is the latest"
    )
    block = serializers.IntegerField()
    over = serializers.BooleanField()


class DayAsked(serializers.Serializer[Any]):
    """Which day; by default today."""

    day = serializers.DateField(required=False, allow_null=True, default=None)
