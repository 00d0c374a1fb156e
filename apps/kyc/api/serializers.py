"""The shapes of applications in the API."""

from __future__ import annotations

from rest_framework import serializers

from apps.kyc.types import ApplicationView, State
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
    admission = serializers.UUIDField(allow_null=True, help_text="the act that admits")


class Comparison(serializers.Serializer[dict[str, object]]):
    """A record compared with its anchor on the chain."""

    outcome = serializers.ChoiceField(choices=["match", "mismatch", "not anchored"])
    version = serializers.IntegerField()
    anchored_version = serializers.IntegerField()
    problem = serializers.CharField(allow_blank=True)


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
    }
    return dict(Application(shown).data)
