"""Who a page or the API answers, as the middleware of accounts has found. No I/O, no Django.

`request` is Django's or Django REST framework's; without the middleware everybody is a visitor.
"""

from __future__ import annotations

from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import VISITOR, Role, Viewer


def viewer_of(request: object) -> Viewer:
    """Who is asking."""
    viewer: Viewer = getattr(request, "viewer", VISITOR)
    return viewer


def signed_in(request: object) -> Viewer:
    """Who is asking, no visitor. Raises SignInNeeded."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    return viewer


def staff_member(request: object) -> Viewer:
    """A member of an organisation's staff. Raises SignInNeeded, NotAllowed."""
    viewer = signed_in(request)
    if not viewer.is_staff:
        raise NotAllowed
    return viewer


def acting_as(request: object, *roles: Role) -> Viewer:
    """Who acts for a door of one of these roles. Raises SignInNeeded, NotAllowed."""
    viewer = signed_in(request)
    if viewer.role not in roles or viewer.door is None:
        raise NotAllowed
    return viewer
