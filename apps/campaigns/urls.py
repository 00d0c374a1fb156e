"""Addresses of campaigns' pages."""

from __future__ import annotations

from django.urls import path

from apps.campaigns import views
from apps.campaigns.views import investing, proposing

app_name = "campaigns"

urlpatterns = [
    path("", views.campaigns, name="list"),
    path("mine/", proposing.mine, name="mine"),
    path("drafts/new/", proposing.new_draft, name="new-draft"),
    path("drafts/<uuid:draft>/", proposing.tasks, name="draft"),
    path("drafts/<uuid:draft>/words/", proposing.words, name="words"),
    path("drafts/<uuid:draft>/documents/", proposing.documents, name="documents"),
    path("drafts/<uuid:draft>/preview/", proposing.preview, name="preview"),
    path("drafts/<uuid:draft>/copy/", proposing.copy, name="copy"),
    path("drafts/<uuid:draft>/propose/", proposing.propose, name="propose"),
    path("pledges/", investing.my_pledges, name="pledges"),
    path("office/", views.office, name="office"),
    path("<address:campaign>/", views.campaign, name="campaign"),
    path("<address:campaign>/pledge/", investing.pledge, name="pledge"),
    path("<address:campaign>/quote/", investing.quote, name="quote"),
    path("<address:campaign>/withdraw/", investing.withdraw, name="withdraw"),
    path("<address:campaign>/receipt/<uuid:act>/", investing.receipt, name="receipt"),
    path("<address:campaign>/cancel/", proposing.cancel, name="cancel"),
    path("<address:campaign>/pledges/", proposing.pledges, name="campaign-pledges"),
    path("<address:campaign>/push/", views.push, name="push"),
    path("<address:campaign>/collect/", investing.collect, name="collect"),
    path("<address:campaign>/mint/", views.mint, name="mint"),
    path("<address:campaign>/check/", views.check, name="check"),
    path("<address:campaign>/documents/<uuid:file>/", views.document, name="document"),
]
