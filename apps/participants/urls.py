"""Addresses of the hierarchy's pages."""

from __future__ import annotations

from django.urls import path

from apps.participants.views import hierarchy, moving, ordering, recovering

app_name = "participants"

urlpatterns = [
    path("", hierarchy.clients, name="list"),
    path("tree/", hierarchy.tree, name="tree"),
    path("tree/live", hierarchy.live, name="live"),
    path("admit/", hierarchy.admit, name="admit"),
    path("organisation/", hierarchy.organisation, name="organisation"),
    path("organisation/signer/", hierarchy.signer, name="signer"),
    path("organisation/link/", hierarchy.link, name="link"),
    path("move/", moving.move, name="move"),
    path("moves/", moving.moves, name="moves"),
    path("recoveries/", recovering.recoveries, name="recoveries"),
    path("orders/", ordering.orders, name="orders"),
    path("orders/<int:number>/", ordering.order, name="order"),
    path("orders/<int:number>/withdraw/", ordering.withdraw, name="withdraw-order"),
    path("orders/<int:number>/execute/", ordering.execute, name="execute-order"),
    path("<address:door>/", hierarchy.participant, name="participant"),
    path("<address:door>/standing/", hierarchy.standing, name="standing"),
    path("<address:door>/freeze/", hierarchy.freeze, name="freeze"),
    path("<address:door>/recovery/", recovering.recovery, name="recovery"),
    path("<address:door>/recovery/withdraw/", recovering.withdraw, name="withdraw-recovery"),
    path("<address:door>/recovery/complete/", recovering.complete, name="complete-recovery"),
    path("<address:door>/take-over/", moving.take_over, name="take-over"),
]
