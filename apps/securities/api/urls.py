"""Addresses of share classes and holdings in the API."""

from __future__ import annotations

from django.urls import path

from apps.securities.api import actions, acts, views

app_name = "securities-api"

urlpatterns = [
    path("portfolio", views.PortfolioView.as_view(), name="portfolio"),
    path("classes", views.ClassesView.as_view(), name="classes"),
    path("classes/prepare", views.PrepareClassView.as_view(), name="prepare-class"),
    path("classes/<address:face>", views.ClassView.as_view(), name="class"),
    path("classes/<address:face>/cap-table", views.CapTableView.as_view(), name="cap-table"),
    path("classes/<address:face>/register", acts.RegisterView.as_view(), name="register"),
    path("actions", actions.ActionsView.as_view(), name="actions"),
    path("classes/<address:face>/actions", actions.ClassActionsView.as_view(), name="class-actions"),
    path("classes/<address:face>/dividends", actions.PrepareDividendView.as_view(), name="new-dividend"),
    path("classes/<address:face>/ballots", actions.PrepareBallotView.as_view(), name="new-ballot"),
    path("dividends/<address:dividend>", actions.DividendView.as_view(), name="dividend"),
    path("dividends/<address:dividend>/payments", actions.PaymentsView.as_view(), name="payments"),
    path("dividends/<address:dividend>/fund", actions.PrepareFundingView.as_view(), name="fund-dividend"),
    path(
        "dividends/<address:dividend>/cancel",
        actions.PrepareCancelDividendView.as_view(),
        name="cancel-dividend",
    ),
    path("dividends/<address:dividend>/push", actions.PushDividendView.as_view(), name="push-dividend"),
    path("ballots/<address:ballot>", actions.BallotView.as_view(), name="ballot"),
    path("ballots/<address:ballot>/vote", actions.PrepareVoteView.as_view(), name="vote"),
    path("ballots/<address:ballot>/cancel", actions.PrepareCancelBallotView.as_view(), name="cancel-ballot"),
    path("ballots/<address:ballot>/push", actions.PushBallotView.as_view(), name="push-ballot"),
    path("classes/<address:face>/answers", acts.AnswersView.as_view(), name="answers"),
    path("classes/<address:face>/trustee", acts.AskTrusteeView.as_view(), name="ask-trustee"),
    path(
        "classes/<address:face>/trustee/confirmation",
        acts.ConfirmTrusteeView.as_view(),
        name="confirm-trustee",
    ),
    path("classes/<address:face>/conversion", acts.AskConversionView.as_view(), name="ask-conversion"),
    path(
        "classes/<address:face>/conversion/confirmation",
        acts.ConfirmConversionView.as_view(),
        name="confirm-conversion",
    ),
    path("classes/<address:face>/conversion/push", acts.PushConversionView.as_view(), name="push-conversion"),
    path(
        "classes/<address:face>/certificates/<int:number>/split",
        acts.PrepareSplitView.as_view(),
        name="split",
    ),
    path(
        "classes/<address:face>/certificates/<int:number>/merge",
        acts.PrepareMergeView.as_view(),
        name="merge",
    ),
    path("classes/<address:face>/certificates/<int:number>/proof", acts.ProofView.as_view(), name="proof"),
    path(
        "classes/<address:face>/certificates/<int:number>",
        views.CertificateView.as_view(),
        name="certificate",
    ),
]
