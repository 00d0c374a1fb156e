"""Addresses of campaigns' pages."""

from __future__ import annotations

from django.urls import path

from apps.campaigns import views
from apps.campaigns.views import drafting, investing, pledged, proposing, regulating, sukuk

app_name = "campaigns"

urlpatterns = [
    path("", views.campaigns, name="list"),
    path("mine/", proposing.mine, name="mine"),
    path("drafts/new/", drafting.new_draft, name="new-draft"),
    path("drafts/<uuid:draft>/", drafting.tasks, name="draft"),
    path("drafts/<uuid:draft>/words/<slug:section>/", drafting.words, name="words"),
    path("drafts/<uuid:draft>/documents/", drafting.documents, name="documents"),
    path("drafts/<uuid:draft>/documents/<uuid:file>/", drafting.paper, name="paper"),
    path("drafts/<uuid:draft>/terms/", drafting.terms, name="terms"),
    path("drafts/<uuid:draft>/preview/", drafting.preview, name="preview"),
    path("drafts/<uuid:draft>/comment/", drafting.comment, name="comment"),
    path("drafts/<uuid:draft>/share/", drafting.share, name="share"),
    path("drafts/<uuid:draft>/copy/", drafting.copy, name="copy"),
    path("drafts/<uuid:draft>/propose/", drafting.propose, name="propose"),
    path("pledges/", investing.my_pledges, name="pledges"),
    path("office/", views.office, name="office"),
    path("issuers/", regulating.issuers, name="issuers"),
    path("issuers/<address:door>/microfund/", regulating.microfund, name="microfund"),
    path("<address:campaign>/", views.campaign, name="campaign"),
    path("<address:campaign>/pledge/", investing.pledge, name="pledge"),
    path("<address:campaign>/quote/", investing.quote, name="quote"),
    path("<address:campaign>/withdraw/", investing.withdraw, name="withdraw"),
    path("<address:campaign>/forget/", investing.forget, name="forget"),
    path("<address:campaign>/ask/", investing.ask, name="ask"),
    path("<address:campaign>/receipt/<uuid:act>/", investing.receipt, name="receipt"),
    path("<address:campaign>/receipt/<uuid:act>/receipt.pdf", investing.receipt_pdf, name="receipt-pdf"),
    path("<address:campaign>/contract-note.pdf", investing.note_pdf, name="note-pdf"),
    path("<address:campaign>/run/", proposing.dashboard, name="dashboard"),
    path("<address:campaign>/run/papers/", proposing.papers, name="papers"),
    path("<address:campaign>/run/papers/<slug:slot>/", proposing.disclose, name="disclose"),
    path("<address:campaign>/run/questions/<uuid:question>/", proposing.answer, name="answer"),
    path("<address:campaign>/run/updates/new/", proposing.new_update, name="new-update"),
    path("<address:campaign>/run/updates/<uuid:update>/", proposing.update, name="update"),
    path("<address:campaign>/run/updates/<uuid:update>/publish/", proposing.publish, name="publish"),
    path("<address:campaign>/run/notice/", proposing.notice, name="notice"),
    path("<address:campaign>/run/sukuk/", sukuk.terms, name="sukuk"),
    path("<address:campaign>/run/sukuk/<int:number>/", sukuk.declare, name="sukuk-payment"),
    path("<address:campaign>/cancel/", proposing.cancel, name="cancel"),
    path("<address:campaign>/pledges/", pledged.pledges, name="campaign-pledges"),
    path("<address:campaign>/pledges.csv", pledged.pledges_csv, name="campaign-pledges-csv"),
    path("<address:campaign>/push/", views.push, name="push"),
    path("<address:campaign>/collect/", investing.collect, name="collect"),
    path("<address:campaign>/mint/", views.mint, name="mint"),
    path("<address:campaign>/check/", views.check, name="check"),
    path("<address:campaign>/documents/<uuid:file>/", views.document, name="document"),
]
