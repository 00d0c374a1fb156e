"""Staff sign in with a password and a second factor; a session without one reaches nothing."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings

from apps.accounts import queries, second_factor, services
from apps.accounts.models import Account
from apps.accounts.sessions import BACKEND
from apps.accounts.testing import client_account, key_of, signed_in, staff_account
from apps.accounts.tests.conftest import OMAR, Clock
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.types import Role

PASSWORD = "correct horse battery staple"
pytestmark = pytest.mark.usefixtures("market")


@pytest.fixture
def omar(market: MemoryWrite) -> Account:
    return staff_account("omar", Role.OPERATOR, OMAR)


def code_of(account: Account) -> str:
    account.refresh_from_db()
    code = second_factor.current_code(account)
    assert code
    return code


def give(client: Client, code: str, password: str = PASSWORD, name: str = "omar") -> Any:
    body = {"name": name, "password": password, "code": code}
    return client.post("/api/v1/accounts/staff/sign-in", body, content_type="application/json")


def enter(client: Client, password: str = PASSWORD) -> Any:
    return client.post("/staff/login/", {"login": "omar", "password": password})


def is_in(client: Client) -> bool:
    return client.get("/api/v1/accounts/me").status_code == 200


def test_the_password_alone_opens_nothing(omar: Account, client: Client) -> None:
    answer = enter(client)
    assert answer["Location"] == "/staff/2fa/authenticate/"
    assert not is_in(client)
    for path in ("/admin/", "/staff/2fa/", "/staff/2fa/totp/activate/", "/accounts/"):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert "login" in answer["Location"] or "sign-in" in answer["Location"], path


def test_an_account_without_second_factor_cannot_sign_in_nor_enrol_one(omar: Account, client: Client) -> None:
    Authenticator.objects.all().delete()
    assert enter(client).status_code == 403
    assert not is_in(client)


def test_a_session_made_without_second_factor_is_ended(omar: Account, client: Client) -> None:
    client.force_login(omar, backend=BACKEND)
    assert client.get("/staff/2fa/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_client_cannot_sign_in_as_staff_does(client: Client) -> None:
    client_account("ivan")
    assert give(client, "123456", name="ivan").json()["code"] == "credentials-refused"
    assert enter(client).status_code == 200
    assert not is_in(client)


def test_password_and_code_open_the_pages_and_the_admin(omar: Account, client: Client) -> None:
    enter(client)
    planted = client.session.session_key
    answer = client.post("/staff/2fa/authenticate/", {"code": code_of(omar)})
    assert answer["Location"] == "/home/"
    assert client.session.session_key != planted
    assert is_in(client)
    assert client.get("/admin/").status_code == 200
    assert client.get("/accounts/").status_code == 200


def test_the_admin_is_for_staff(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/staff/login/")
    signed_in(client, client_account("ivan"))
    assert client.get("/admin/", follow=True).status_code == 403


def test_being_staff_alone_allows_no_record_in_the_admin(omar: Account, client: Client) -> None:
    signed_in(client, omar)
    assert b"authenticator" not in client.get("/admin/").content.lower()
    assert client.get("/admin/mfa/authenticator/").status_code in (403, 404)


def test_a_code_is_accepted_once_though_the_cache_forgets(omar: Account, client: Client) -> None:
    code = code_of(omar)
    assert give(client, code).status_code == 200
    cache.clear()
    assert give(Client(), code).json()["code"] == "credentials-refused"
    enter(page := Client())
    assert page.post("/staff/2fa/authenticate/", {"code": code}).status_code == 200
    assert not is_in(page)


@pytest.mark.parametrize(("password", "code"), [("wrong", None), (PASSWORD, "000000"), (PASSWORD, "x")])
def test_which_part_was_wrong_is_not_said(
    omar: Account, client: Client, password: str, code: str | None
) -> None:
    answer = give(client, code or code_of(omar), password)
    assert (answer.status_code, answer.json()["code"]) == (403, "credentials-refused")
    assert not is_in(client)


def test_guessing_codes_has_to_wait(omar: Account, client: Client, moved: Clock) -> None:
    codes = [give(client, f"{n:06d}").json()["code"] for n in range(8)]
    assert codes[:6] == ["credentials-refused"] * 6
    assert codes[6] == "too-soon"
    cache.clear()
    assert give(client, code_of(omar)).json()["code"] == "too-soon"
    moved.move(seconds=2)
    assert give(client, code_of(omar)).status_code == 200


def test_guessing_passwords_has_to_wait_though_the_cache_forgets(omar: Account, client: Client) -> None:
    for _ in range(5):
        enter(client, "wrong")
    cache.clear()
    assert enter(client).status_code == 429
    # Elsewhere the owner is not kept out.
    assert enter(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_the_last_second_factor_stays(omar: Account, client: Client) -> None:
    signed_in(client, omar)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": 4102444800, "type": "totp", "reauthenticated": True}
    ]
    session.save()
    client.post("/staff/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user_id=omar.pk).exists()


def test_secrets_of_code_generators_are_not_in_the_database(omar: Account) -> None:
    stored = Authenticator.objects.get().data["secret"]
    secret = second_factor.unseal(stored)
    assert secret not in stored
    assert len(secret) == 32


def test_nobody_signs_up_as_staff(client: Client) -> None:
    answer = client.post("/staff/signup/", {"username": "sam", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    assert not Account.objects.exists()


def test_staff_are_added_with_a_second_factor_and_removed_at_once(client: Client) -> None:
    new = services.add_staff(organisation=OMAR, role=Role.OPERATOR, name="Olive", maker=True, checker=False)
    account = Account.objects.get(pk=new.account)
    assert give(client, code_of(account), new.password, "olive").json()["maker"] is True
    assert [(each.name, each.signer) for each in queries.staff_of(OMAR)] == [("olive", new.signer)]
    assert new.signer is not None
    assert services.remove_staff(organisation=OMAR, name="olive")
    assert not is_in(client)
    assert give(client, code_of(account), new.password, "olive").status_code == 403


def test_the_commands_add_remove_and_print_codes(
    capsys: pytest.CaptureFixture[str], settings: Settings, client: Client
) -> None:
    signer = key_of("olive").address
    call_command(
        "add_staff", "--organisation=omar markets", "--role=operator", "--name=olive", f"--signer={signer}"
    )
    said = capsys.readouterr().out.split()
    password = said[said.index("password") + 1]
    call_command("otp", "olive")
    assert give(client, capsys.readouterr().out.strip(), password, "olive").status_code == 200
    assert [str(each.signer) for each in queries.staff_of(OMAR)] == [str(signer)]
    settings.CASTOR_DEMO = False
    with pytest.raises(CommandError, match="demo only"):
        call_command("otp", "olive")
    call_command("remove_staff", f"--organisation={OMAR}", "--name=olive")
    with pytest.raises(CommandError, match="no such member"):
        call_command("remove_staff", f"--organisation={OMAR}", "--name=olive")
    with pytest.raises(CommandError, match="no trustee"):
        call_command("add_staff", "--organisation=Omar Markets", "--role=trustee", "--name=tan")


def test_every_page_of_the_sign_in_of_staff_is_ours(omar: Account, client: Client) -> None:
    assert b"site-header" in client.get("/staff/login/").content
    enter(client)
    assert b"site-header" in client.get("/staff/2fa/authenticate/").content
    signed_in(client, omar)
    for path in ("/staff/2fa/", "/staff/logout/", "/staff/password/change/", "/accounts/"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert b"site-header" in page.content, path
        assert b"onclick" not in page.content
        assert b"style=" not in page.content
