"""Addresses of applications in the API."""

from __future__ import annotations

from django.urls import path

from apps.kyc.api import compliance, views

app_name = "kyc-api"

urlpatterns = [
    path("kyc/application", views.OwnApplication.as_view(), name="application"),
    path("kyc/application/send", views.SendView.as_view(), name="send"),
    path("kyc/application/steps/<slug:step>", views.StepView.as_view(), name="step"),
    path("kyc/application/slots/<slug:slot>", views.SlotView.as_view(), name="slot"),
    path("kyc/application/documents/<uuid:file>", views.OwnDocument.as_view(), name="document"),
    path("kyc/cases", views.Cases.as_view(), name="cases"),
    path("kyc/cases/find", views.FindCases.as_view(), name="find"),
    path("kyc/cases/<uuid:id>", views.Case.as_view(), name="case"),
    path("kyc/cases/<uuid:id>/read", views.CaseInFull.as_view(), name="read"),
    path("kyc/cases/<uuid:id>/documents/<uuid:file>", views.CaseDocument.as_view(), name="case-document"),
    path("kyc/cases/<uuid:id>/check", views.CaseCheck.as_view(), name="check"),
    path("kyc/cases/<uuid:id>/approve", views.Approve.as_view(), name="approve"),
    path("kyc/cases/<uuid:id>/confirm", views.Confirm.as_view(), name="confirm"),
    path("kyc/cases/<uuid:id>/screening", compliance.Screening.as_view(), name="screening"),
    path("kyc/cases/<uuid:id>/hits/<slug:hit>", compliance.DecideHit.as_view(), name="hit"),
    path("kyc/cases/<uuid:id>/hits/<slug:hit>/confirm", compliance.ConfirmHit.as_view(), name="hit-confirm"),
    path("kyc/cases/<uuid:id>/hits/<slug:hit>/reopen", compliance.ReopenHit.as_view(), name="hit-reopen"),
    path("kyc/cases/<uuid:id>/risk", compliance.Risk.as_view(), name="risk"),
    path("kyc/cases/<uuid:id>/ask-erasure", compliance.AskErasure.as_view(), name="ask-erasure"),
    path("kyc/cases/<uuid:id>/refuse-erasure", compliance.RefuseErasure.as_view(), name="refuse-erasure"),
    path("kyc/cases/<uuid:id>/erase", compliance.Erase.as_view(), name="erase"),
    path("kyc/lists", compliance.WatchLists.as_view(), name="lists"),
    path("kyc/tags", compliance.TagRequests.as_view(), name="tags"),
    path("kyc/cases/<uuid:id>/send-back", views.SendBack.as_view(), name="send-back"),
    path("kyc/cases/<uuid:id>/reject", views.Reject.as_view(), name="reject"),
]
