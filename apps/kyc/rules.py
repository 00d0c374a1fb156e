"""Pure rules of applications: what an answer must look like, which steps are done, what may follow what."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from apps.kyc.errors import StepInvalid
from apps.kyc.types import CHOICES, STEPS, State, Step, StepView
from apps.records.types import Content, Fields, Json
from apps.vocabulary.types import InvestorClass

ADULT_YEARS = 18
OLDEST_YEARS = 120
MOST_DIRECTORS = 20
MOST_OWNERS = 4
LEAST_SHARE, WHOLE = 25, 100
"""Whoever owns a quarter or more of a company is its beneficial owner (SC guidelines on AML/CFT)."""
RENEW_FROM = 60 * 24 * 3600
"""How long before its end an admission can be renewed, in chain seconds."""
VALID_SECONDS = 365 * 24 * 3600
"""How long an admission counts, in chain seconds, while the rulebook says nothing (R7)."""
KEPT = dt.timedelta(days=7 * 365 + 2)
"""How long a decided application is kept at least (rulebook R33)."""
CLASSES = {
    each.name.lower(): each
    for each in (InvestorClass.RETAIL, InvestorClass.ANGEL, InvestorClass.SOPHISTICATED)
}
COMPANY_TYPES = ("01", "04")
"""SSM's entity types that may raise by ECF: a local company, a limited liability partnership."""

# Place-of-birth codes that the National Registration Department (JPN) never gave out.
_NO_PLACE = frozenset({0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97})
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_COUNTRY = re.compile(r"[A-Z]{3}")
_PASSPORT = re.compile(r"[A-Z0-9]{6,9}")

MAY: Mapping[str, frozenset[State]] = {
    "save": frozenset({State.DRAFT, State.RETURNED}),
    "send": frozenset({State.DRAFT, State.RETURNED}),
    "send back": frozenset({State.SENT, State.APPROVED}),
    "approve": frozenset({State.SENT, State.APPROVED}),
    "confirm": frozenset({State.APPROVED}),
    "reject": frozenset({State.SENT, State.APPROVED}),
    "settle": frozenset({State.CONFIRMED}),
}
"""From which states each act starts. An approved one is approved again only when its proposal has lapsed."""


def steps_of(kind: str) -> tuple[Step, ...]:
    """The tasks of a kind of application."""
    return STEPS[kind]


def step_called(kind: str, name: str) -> Step | None:
    """The step of that name, if the kind has it."""
    return next((step for step in STEPS[kind] if step.name == name), None)


def progress(content: Content) -> tuple[StepView, ...]:
    """Each step with whether it is done, and what its reviewer wants fixed."""
    notes = _notes(content.fields)
    return tuple(_progress(step, content, notes) for step in STEPS[content.heading.kind])


def _progress(step: Step, content: Content, notes: Mapping[str, str]) -> StepView:
    wanted = {part: notes[part] for part in step.parts if part in notes}
    needed = [name for name in step.fields if name not in step.optional]
    filled = all(content.fields.get(name) not in (None, "", []) for name in needed)
    filed = all(content.file(slot) is not None for slot in slots_for(step, content.fields))
    if step.name == "owners":
        filled = bool(content.fields.get("owners")) != (content.fields.get("owners_none") is True)
    return StepView(step=step, done=filled and filed and not wanted, notes=wanted)


def slots_for(step: Step, fields: Fields) -> tuple[str, ...]:
    """The documents that a step asks of this applicant: evidence only where the category needs some (R7)."""
    plain = fields.get("investor_class", "retail") == "retail"
    return tuple(slot for slot in step.slots if slot != "class_evidence" or not plain)


def _notes(fields: Fields) -> dict[str, str]:
    notes = fields.get("notes")
    return {part: str(note) for part, note in notes.items()} if isinstance(notes, dict) else {}


def notes_left(fields: Fields, fixed: tuple[str, ...]) -> dict[str, Json]:
    """The reviewer's notes without those on parts that the client has now answered again."""
    return {part: note for part, note in _notes(fields).items() if part not in fixed}


def cleaned(step: Step, answers: Mapping[str, object], *, today: dt.date) -> Fields:
    """A step's answers in their stored form. Raises StepInvalid with a sentence for each field that cannot
    be taken.

    What the step does not ask is refused, not dropped: nobody writes a field that the page does not show.
    """
    errors = {name: _("This is not asked here.") for name in answers if name not in step.fields}
    fields: Fields = {}
    for name in step.fields:
        try:
            fields[name] = _CHECKS[name](answers.get(name), today)
        except ValueError as error:
            if not (name in step.optional and answers.get(name) in (None, "")):
                errors[name] = str(error)
    if not errors and "identity_number" in fields:
        errors |= _identity_errors(fields)
    if not errors and fields.get("investor_class", "retail") != "retail" and "class_basis" not in fields:
        errors["class_basis"] = _("Please say what this category rests on.")
    if not errors and step.name == "owners":
        errors |= _owners_errors(fields)
    if errors:
        raise StepInvalid(errors)
    return fields


def _owners_errors(fields: Fields) -> dict[str, str]:
    """Either somebody owns a quarter, or it is said that nobody does; shares add up to a whole at most."""
    owners = fields.get("owners")
    shares = [row["share"] for row in owners if isinstance(row, dict)] if isinstance(owners, list) else []
    if bool(shares) == (fields.get("owners_none") is True):
        return {"owners": _("Name who owns 25 % or more, or confirm that nobody does.")}
    if sum(share for share in shares if isinstance(share, int)) > WHOLE:
        return {"owners": _("The shares add up to more than 100 %.")}
    fields.setdefault("owners", [])
    fields.setdefault("owners_none", False)
    return {}


def _identity_errors(fields: Fields) -> dict[str, str]:
    number = str(fields["identity_number"])
    try:
        if fields["identity_type"] == "mykad":
            fields["identity_number"] = mykad(number, dt.date.fromisoformat(str(fields["born"])))
            if fields["nationality"] != "MYS":
                return {"nationality": _("A MyKad belongs to a Malaysian: please choose MYS.")}
        else:
            fields["identity_number"] = passport(number)
    except ValueError as error:
        return {"identity_number": str(error)}
    return {}


def mykad(number: str, born: dt.date) -> str:
    """A MyKad number as 12 figures: birth date YYMMDD, a place code in use, four more. Raises ValueError."""
    digits = re.sub(r"[\s-]", "", number)
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise ValueError(_("A MyKad number has 12 figures, such as 900101-14-5671."))
    if digits[:6] != born.strftime("%y%m%d"):
        raise ValueError(_("A MyKad number begins with the date of birth, year first."))
    if int(digits[6:8]) in _NO_PLACE:
        raise ValueError(_("This MyKad number has a place of birth that does not exist."))
    return digits


def passport(number: str) -> str:
    """A passport number as 6 to 9 capital letters and figures (ICAO 9303). Raises ValueError."""
    plain = re.sub(r"[\s-]", "", number).upper()
    if not _PASSPORT.fullmatch(plain):
        raise ValueError(_("A passport number has 6 to 9 letters and figures."))
    return plain


def ssm(number: str, today: dt.date) -> str:
    """A registration number of SSM as 12 figures: year, entity type, serial number. Raises ValueError."""
    digits = re.sub(r"[\s-]", "", number)
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise ValueError(_("A registration number has 12 figures, such as 202001000012."))
    if not 1890 <= int(digits[:4]) <= today.year:
        raise ValueError(_("A registration number begins with the year of registration."))
    if digits[4:6] not in COMPANY_TYPES:
        raise ValueError(_("Only a Malaysian company or limited liability partnership can raise money here."))
    return digits


def identity(fields: Fields) -> tuple[str, str]:
    """Identity type and number, from which the person tag is made: a passport's type names its country."""
    if "registration_number" in fields:
        return "ssm", str(fields["registration_number"])
    if fields["identity_type"] == "passport":
        return f"passport:{fields['nationality']}", str(fields["identity_number"])
    return "mykad", str(fields["identity_number"])


def is_somebody_else(before: Fields, fields: Fields) -> bool:
    """Whether a renewal's answers are about another person, or another company, than the admission was."""
    names = ("identity_type", "identity_number", "nationality", "registration_number")
    return any(name in fields and name in before and fields[name] != before[name] for name in names)


def somebody_else() -> str:
    """What a client reads who writes another's number into a renewal."""
    return _(
        "A renewal is for the person who was admitted. For another number, please talk to your operator."
    )


def years_between(earlier: dt.date, later: dt.date) -> int:
    """Full years from one date to another."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def _text(least: int, most: int) -> Callable[[object, dt.date], Json]:
    def check(value: object, today: dt.date) -> Json:
        text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
        if not least <= len(text) <= most:
            raise ValueError(
                _("Please write between %(least)d and %(most)d characters.") % {"least": least, "most": most}
            )
        if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n" for letter in text):
            raise ValueError(_("This has characters that cannot be printed."))
        return text.replace("\r\n", "\n")

    return check


def _choice(choices: tuple[str, ...]) -> Callable[[object, dt.date], Json]:
    def check(value: object, today: dt.date) -> Json:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(_("Please choose one of the list."))
        return value

    return check


def _pattern(
    pattern: re.Pattern[str], sentence: Callable[[], str], fold: Callable[[str], str]
) -> Callable[[object, dt.date], Json]:
    def check(value: object, today: dt.date) -> Json:
        text = fold(value) if isinstance(value, str) else ""
        if not pattern.fullmatch(text):
            raise ValueError(sentence())
        return text

    return check


def _born(value: object, today: dt.date) -> Json:
    try:
        born = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(_("Please give a date.")) from error
    if not ADULT_YEARS <= years_between(born, today) <= OLDEST_YEARS:
        raise ValueError(_("You must be at least 18 years old."))
    return born.isoformat()


def _truth(value: object, today: dt.date) -> Json:
    if value is not True:
        raise ValueError(_("Please confirm this."))
    return True


def _yes_or_no(value: object, today: dt.date) -> Json:
    if value in (True, "yes"):
        return True
    if value in (False, "no"):
        return False
    raise ValueError(_("Please answer yes or no."))


def _directors(value: object, today: dt.date) -> Json:
    listed = value if isinstance(value, list) else []
    if not 1 <= len(listed) <= MOST_DIRECTORS:
        raise ValueError(_("Please name between 1 and 20 directors."))
    directors: list[Json] = []
    for entry in listed:
        if not isinstance(entry, dict) or set(entry) != {"name", "identity_number"}:
            raise ValueError(_("Each director has a name and an identity number."))
        directors.append(
            {"name": _text(2, 120)(entry["name"], today), "identity_number": _director_number(entry)}
        )
    return directors


def _owners(value: object, today: dt.date) -> Json:
    listed = value if isinstance(value, list) else []
    if not 1 <= len(listed) <= MOST_OWNERS:
        raise ValueError(_("Please name between 1 and 4 owners."))
    owners: list[Json] = []
    for entry in listed:
        if not isinstance(entry, dict) or set(entry) != {"name", "identity_number", "share"}:
            raise ValueError(_("Each owner has a name, an identity number and a share."))
        owners.append(
            {
                "name": _text(2, 120)(entry["name"], today),
                "identity_number": _director_number(entry),
                "share": _share(entry["share"]),
            }
        )
    return owners


def _share(value: object) -> int:
    text = str(value).strip().removesuffix("%").strip()
    if not re.fullmatch(r"[0-9]{1,3}", text) or not LEAST_SHARE <= int(text) <= WHOLE:
        raise ValueError(_("A share is a whole percentage between 25 and 100."))
    return int(text)


def _confirmed(value: object, today: dt.date) -> Json:
    return value is True


def _director_number(entry: Mapping[str, object]) -> str:
    number = re.sub(r"[\s-]", "", str(entry["identity_number"])).upper()
    if not re.fullmatch(r"[A-Z0-9]{6,12}", number):
        raise ValueError(_("A director's identity number has 6 to 12 letters and figures."))
    return number


def _ssm(value: object, today: dt.date) -> Json:
    return ssm(value if isinstance(value, str) else "", today)


_CHECKS: Mapping[str, Callable[[object, dt.date], Json]] = {
    "name": _text(2, 120),
    "identity_type": _choice(tuple(CHOICES["identity_type"])),
    "identity_number": _text(6, 20),
    "born": _born,
    "nationality": _pattern(
        _COUNTRY,
        lambda: _("Please give the three-letter code of a country, such as MYS."),
        lambda text: text.strip().upper(),
    ),
    "address": _text(10, 400),
    "phone": _pattern(
        _PHONE,
        lambda: _("Please give a phone number with 8 to 15 figures."),
        lambda text: re.sub(r"[\s()-]", "", text),
    ),
    "email": _pattern(_EMAIL, lambda: _("Please give an e-mail address."), lambda text: text.strip().lower()),
    "investor_class": _choice(tuple(CLASSES)),
    "class_basis": _text(2, 400),
    "source_of_funds": _choice(tuple(CHOICES["source_of_funds"])),
    "pep": _yes_or_no,
    "truthful": _truth,
    "company_name": _text(2, 120),
    "registration_number": _ssm,
    "business": _text(10, 1_000),
    "directors": _directors,
    "owners": _owners,
    "owners_none": _confirmed,
    "contact_name": _text(2, 120),
}


def in_words(name: str, value: Json) -> str:
    """A stored answer as a person reads it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        rows = [each for each in value if isinstance(each, dict)]
        return "\n".join(_person_in_words(row) for row in rows)
    words = CHOICES.get(name, {}).get(str(value))
    return str(words) if words else str(value)


def part_in_words(part: str, content: Content) -> str:
    """An answer as a person reads it, or the name of the document in a slot."""
    note = content.file(part)
    return note.name if note else in_words(part, content.fields.get(part))


def is_changed(part: str, before: Content, now: Content) -> bool:
    """Whether an answer or a document is not the same."""
    was, present = before.file(part), now.file(part)
    if was or present:
        return (was and was.sha256) != (present and present.sha256)
    return before.fields.get(part) != now.fields.get(part)


def _person_in_words(row: Mapping[str, Json]) -> str:
    share = f", {row['share']} %" if "share" in row else ""
    return f"{row.get('name', '')} ({row.get('identity_number', '')}){share}"


def public_name(name: str) -> str:
    """A company's name as short as the contracts keep it: 31 bytes of UTF-8, cut at a whole character."""
    return name.encode()[:31].decode("utf-8", "ignore").rstrip()
