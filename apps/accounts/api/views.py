"""Sign-up and sign-in for programs; the pages' own scripts use the same addresses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import dnkeys, queries, services, sessions
from apps.accounts.api import serializers as shapes
from apps.accounts.rules import normalised_name
from apps.accounts.site import site_of
from apps.accounts.types import IssuedChallenge
from apps.ledger.api import Public, read
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import Viewer
from apps.vocabulary.viewers import staff_member, viewer_of


class EvaluateView(Public):
    """POST: the portal's part of a key derivation (RFC 9497). Each request is one guess at the name."""

    @extend_schema(request=shapes.Evaluation, responses=shapes.Evaluated)
    def post(self, request: Request) -> Response:
        """Answers alike with and without an account. 429 after many tries, with the seconds to wait."""
        asked = read(shapes.Evaluation, request)
        name = normalised_name(asked["name"])
        device = sessions.device_of(request._request, name)
        found = services.evaluate(
            name=name, element=asked["element"], version=asked["version"], device=device
        )
        return Response(shapes.Evaluated(found).data)


class SignUpChallengeView(Public):
    """POST: the message that opens an account."""

    @extend_schema(request=shapes.SignUpChallenge, responses=shapes.ChallengeToSign)
    def post(self, request: Request) -> Response:
        """A message for five minutes and this browser."""
        asked = read(shapes.SignUpChallenge, request)
        return _hold(request, services.challenge_sign_up(**asked, site=site_of(request._request)))


class SignUpView(Public):
    """POST: opens the account and signs it in."""

    @extend_schema(request=shapes.SignUpAnswer, responses={201: shapes.Me})
    def post(self, request: Request) -> Response:
        """Answers who is signed in now."""
        answer = read(shapes.SignUpAnswer, request)
        sessions.take_challenge(request._request, answer["challenge"])
        account = services.sign_up(**answer)
        sessions.begin_as_client(request._request, account, str(account.address))
        response = Response(_me(request, queries.viewer_of(account)), status=201)
        sessions.mark_device(request._request, response, account)
        return response


class SignInChallengeView(Public):
    """POST: the message that signs in."""

    @extend_schema(request=shapes.SignInChallenge, responses=shapes.ChallengeToSign)
    def post(self, request: Request) -> Response:
        """A message for five minutes and this browser."""
        asked = read(shapes.SignInChallenge, request)
        return _hold(request, services.challenge_sign_in(**asked, site=site_of(request._request)))


class PasskeyChallengeView(Public):
    """POST: what a passkey signs to sign in."""

    @extend_schema(request=shapes.PasskeySignIn, responses=shapes.PasskeyChallenge)
    def post(self, request: Request) -> Response:
        """For five minutes and this browser; alike for a name that has no passkey."""
        asked = read(shapes.PasskeySignIn, request)
        challenge = services.challenge_passkey(**asked, site=site_of(request._request))
        sessions.hold_challenge(request._request, challenge.id)
        return Response(shapes.PasskeyChallenge(challenge).data)


class SignInView(Public):
    """POST: signs a client in."""

    @extend_schema(request=shapes.SignInAnswer, responses=shapes.Me)
    def post(self, request: Request) -> Response:
        """Answers who is signed in now."""
        answer = read(shapes.SignInAnswer, request)
        sessions.take_challenge(request._request, answer["challenge"])
        account, signer = services.sign_in(
            **answer, known=lambda name: sessions.device_of(request._request, name)
        )
        sessions.begin_as_client(request._request, account, signer)
        response = Response(_me(request, queries.viewer_of(account)))
        sessions.mark_device(request._request, response, account)
        return response


class LostKeyChallengeView(Public):
    """POST: the message by which a new key asks for an account."""

    @extend_schema(request=shapes.LostKeyChallenge, responses=shapes.ChallengeToSign)
    def post(self, request: Request) -> Response:
        """A message for five minutes and this browser; alike for a name without account."""
        asked = read(shapes.LostKeyChallenge, request)
        return _hold(request, services.challenge_lost_key(**asked, site=site_of(request._request)))


class LostKeyView(Public):
    """POST: asks the guardians for the new key."""

    @extend_schema(request=shapes.Answer, responses={202: None})
    def post(self, request: Request) -> Response:
        """Answers nothing, also where there is no such account."""
        answer = read(shapes.Answer, request)
        sessions.take_challenge(request._request, answer["challenge"])
        services.ask_for_new_key(**answer)
        return Response(status=202)


class StaffSignInView(Public):
    """POST: signs a member of staff in."""

    @extend_schema(request=shapes.StaffSignIn, responses=shapes.Me)
    def post(self, request: Request) -> Response:
        """Answers who is signed in now."""
        given = read(shapes.StaffSignIn, request)
        account, factor = services.sign_in_staff(request=request._request, **given)
        sessions.begin_as_staff(request._request, account, factor)
        return Response(_me(request, queries.viewer_of(account)))


class StaffConfirmView(APIView):
    """POST: shows the second factor again; full files can be read for ten minutes."""

    @extend_schema(request=shapes.Code, responses={204: None})
    def post(self, request: Request) -> Response:
        """Answers nothing."""
        code = read(shapes.Code, request)["code"]
        account, factor = services.confirm_staff(actor=staff_member(request), code=code)
        sessions.confirm_again(request._request, account, factor)
        return Response(status=204)


class DnKeyView(APIView):
    """GET: the door and the signers behind a name in the DNS."""

    @extend_schema(parameters=[shapes.Name], responses=shapes.DnKey)
    def get(self, request: Request) -> Response:
        """404 where the name says nothing, 409 where it says something else than the chain."""
        return Response(shapes.DnKey(dnkeys.check(**read(shapes.Name, request))).data)


class OperatorsView(Public):
    """GET: the operators that take clients."""

    @extend_schema(responses=shapes.Operator(many=True))
    def get(self, request: Request) -> Response:
        """By name."""
        return Response(shapes.Operator(queries.operators(), many=True).data)


class MeView(APIView):
    """GET: who is signed in."""

    @extend_schema(responses=shapes.Me)
    def get(self, request: Request) -> Response:
        """401 for a visitor."""
        return Response(_me(request, viewer_of(request)))


class ConsentsView(APIView):
    """POST: accepts documents in the version in force."""

    @extend_schema(request=shapes.Consents, responses=shapes.Me)
    def post(self, request: Request) -> Response:
        """Answers who is signed in, with what is still missing."""
        viewer = viewer_of(request)
        services.accept_terms(actor=viewer, documents=read(shapes.Consents, request)["consents"])
        return Response(_me(request, viewer))


class SignOutView(APIView):
    """POST: ends this session."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Answers nothing."""
        logout(request._request)
        return Response(status=204)


class SignOutEverywhereView(APIView):
    """POST: ends every session of this account."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Answers nothing."""
        services.sign_out_everywhere(actor=viewer_of(request))
        logout(request._request)
        return Response(status=204)


def _hold(request: Request, challenge: IssuedChallenge) -> Response:
    sessions.hold_challenge(request._request, challenge.id)
    return Response(shapes.ChallengeToSign(challenge).data)


def _me(request: Request, viewer: Viewer) -> Any:
    if viewer.account is None:
        raise SignInNeeded
    account = queries.account(viewer.account)
    shown = {
        "account": account.id,
        "name": account.name,
        "role": account.role.word,
        "door": viewer.door,
        "address": account.address,
        "applies_to": account.applies_to,
        "maker": viewer.maker,
        "checker": viewer.checker,
        "consents_missing": [] if viewer.is_staff else list(queries.consents_missing(account.id)),
        "csrf_token": get_token(request._request),
    }
    return shapes.Me(shown).data
