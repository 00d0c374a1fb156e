"""The shapes of applications in the API."""

from __future__ import annotations

from rest_framework import serializers

from apps.kyc.types import ApplicationView, State, Verdict
from apps.records.documents import Document


class Answers(serializers.Serializer[dict[str, object]]):
    """A step's answers by field; `seen` is the version that they were written over."""

    answers = serializers.DictField(child=serializers.JSONField(allow_null=True))
    seen = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class Search(serializers.Serializer[dict[str, object]]):
    """What to look for."""

    text = serializers.CharField(min_length=2, max_length=120)


class Notes(serializers.Serializer[dict[str, object]]):
    """What must be fixed, by field or document."""

    notes = serializers.DictField(
        child=serializers.CharField(min_length=5, max_length=500), allow_empty=False
    )


class StepState(serializers.Serializer[dict[str, object]]):
    """A step: what it asks, whether it is done, what must be fixed."""

    name = serializers.CharField()
    fields_asked = serializers.ListField(child=serializers.CharField())
    documents_asked = serializers.ListField(child=serializers.CharField())
    done = serializers.BooleanField()
    notes = serializers.DictField(child=serializers.CharField())


class Application(serializers.Serializer[dict[str, object]]):
    """An application. Staff see it `masked` unless they gave a reason to read it in full."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    version = serializers.IntegerField()
    masked = serializers.BooleanField()
    answers = serializers.DictField(child=serializers.JSONField(allow_null=True))
    documents = Document(many=True)
    steps = StepState(many=True)
    door = serializers.CharField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    maker = serializers.IntegerField(allow_null=True)
    checker = serializers.IntegerField(allow_null=True)
    admission = serializers.UUIDField(allow_null=True, help_text="the act that admits, or renews")
    renews = serializers.UUIDField(allow_null=True, help_text="the application whose admission it renews")
    open_hits = serializers.IntegerField(help_text="on watch lists, for staff")
    erased_at = serializers.DateTimeField(allow_null=True)


class Comparison(serializers.Serializer[dict[str, object]]):
    """A record compared with its anchor on the chain."""

    outcome = serializers.ChoiceField(choices=["match", "mismatch", "not anchored"])
    version = serializers.IntegerField()
    anchored_version = serializers.IntegerField()
    problem = serializers.CharField(allow_blank=True)


class WatchList(serializers.Serializer[object]):
    """A watch list as it was loaded last."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    published = serializers.CharField(allow_blank=True)
    entries = serializers.IntegerField()
    version = serializers.IntegerField(help_text="counts its loadings")
    loaded_at = serializers.DateTimeField()


class ScreeningProgress(serializers.Serializer[object]):
    """How many cases were compared with the lists as they are now."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class Lists(serializers.Serializer[object]):
    """The watch lists in force, and how far screening is."""

    lists = WatchList(many=True)
    progress = ScreeningProgress()


class HitShape(serializers.Serializer[object]):
    """Somebody of a case who is like somebody of a list."""

    key = serializers.CharField()
    part = serializers.CharField(help_text="applicant, company, director, owner or contact")
    name = serializers.CharField()
    list = serializers.CharField()
    entry = serializers.CharField()
    listed = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    score = serializers.IntegerField(help_text="0 to 100")
    birth = serializers.CharField(allow_blank=True, help_text="same, near, other, or empty where unknown")
    number = serializers.BooleanField(help_text="whether an identity number is the same")
    verdict = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)
    maker = serializers.IntegerField(allow_null=True)
    checker = serializers.IntegerField(allow_null=True)


class Screening(serializers.Serializer[object]):
    """What screening found about a case."""

    state = serializers.CharField()
    hits = HitShape(many=True)
    lists = serializers.DictField(child=serializers.IntegerField(), help_text="code and version of each list")
    at = serializers.DateTimeField(allow_null=True)


class HitDecision(serializers.Serializer[dict[str, object]]):
    """Whether a hit is the listed person, and why."""

    verdict = serializers.ChoiceField(choices=[each.value for each in Verdict])
    why = serializers.CharField(min_length=5, max_length=300)


class RiskRule(serializers.Serializer[object]):
    """A rule, and whether it applies."""

    name = serializers.CharField()
    sentence = serializers.CharField()
    points = serializers.IntegerField()
    applies = serializers.BooleanField()


class Risk(serializers.Serializer[object]):
    """A case's risk: low below 20 points, medium below 50, else high."""

    rating = serializers.CharField()
    points = serializers.IntegerField()
    rules = RiskRule(many=True)


class TagRequest(serializers.Serializer[object]):
    """An evaluation by the regulator's service for person tags."""

    door = serializers.CharField()
    account = serializers.IntegerField()
    asked_at = serializers.DateTimeField()


def application(view: ApplicationView) -> dict[str, object]:
    """An application as the API shows it."""
    heading = view.heading
    shown: dict[str, object] = {
        "id": heading.id,
        "kind": heading.kind,
        "state": view.state.value,
        "version": heading.version,
        "masked": view.content.masked,
        "answers": {name: value for name, value in view.content.fields.items() if name != "notes"},
        "documents": view.content.files,
        "steps": [
            {
                "name": each.step.name,
                "fields_asked": each.step.fields,
                "documents_asked": each.step.slots,
                "done": each.done,
                "notes": each.notes,
            }
            for each in view.steps
        ],
        "door": heading.owner,
        "sent_at": view.sent_at,
        "maker": view.maker,
        "checker": view.checker,
        "admission": view.admission,
        "renews": view.renews,
        "open_hits": view.open_hits,
        "erased_at": heading.erased_at,
    }
    return dict(Application(shown).data)
