"""The containers' files name what exists: services, commands, variables, secrets. No engine is run."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from castor_web.stack.places import ROOT

DOCKER = ROOT / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
KEY_HOLDERS = {"market", "worker"}


def words(service: dict[str, Any]) -> list[str]:
    """Every word of what the service runs."""
    command = service.get("command", [])
    return " ".join(command if isinstance(command, list) else [command]).split()


def test_the_whole_market_is_there() -> None:
    parts = {"postgres", "valkey", "anvil", "web", "worker", "clerk", "beat", "indexer"}
    assert SERVICES.keys() == parts | {"market"}


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"market"}))
def test_each_part_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


def test_what_is_waited_for_is_there_and_says_so() -> None:
    for service in SERVICES.values():
        for other, wait in service.get("depends_on", {}).items():
            healthy = wait["condition"] == "service_healthy"
            assert "healthcheck" in SERVICES[other] if healthy else SERVICES[other]["restart"] == "no"


def test_every_django_command_exists() -> None:
    named = set()
    for service in SERVICES.values():
        line = words(service)
        named |= {line[at + 1].strip(";") for at, word in enumerate(line) if word == "manage.py"}
    assert named == {"migrate", "create_market", "follow_chain"}
    assert named <= get_commands().keys()


def test_every_variable_is_one_that_castor_reads() -> None:
    settings = "".join(path.read_text() for path in (ROOT / "castor_web" / "settings").glob("*.py"))
    for name in ("web", *KEY_HOLDERS):
        for variable in SERVICES[name]["environment"]:
            assert variable == "DJANGO_SETTINGS_MODULE" or f'"{variable}"' in settings, variable


def test_every_secret_is_a_file_that_is_made_and_never_part_of_an_image() -> None:
    made = set(re.findall(r"for name in ([^;]+);", (DOCKER / "make-secrets").read_text())[0].split())
    assert COMPOSE["secrets"].keys() == made
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= made
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY_FILE", variable):
                assert value.startswith("/run/secrets/"), variable
    assert "docker/secrets" in (ROOT / ".dockerignore").read_text().split()
    assert not re.search(r"(?i)password|secret=", DOCKERFILE.replace("/run/secrets", ""))


def test_only_who_signs_sees_the_keystore() -> None:
    holders = {
        name for name, service in SERVICES.items() if "CASTOR_KEYSTORE" in service.get("environment", {})
    }
    mounted = {name for name, service in SERVICES.items() if "keystore" in str(service.get("volumes", []))}
    given = {name for name, service in SERVICES.items() if "keystore-password" in service.get("secrets", [])}
    assert holders == mounted == given == KEY_HOLDERS


def test_only_the_web_sees_the_key_of_person_tags() -> None:
    given = {name for name, service in SERVICES.items() if "person-tag-key" in str(service)}
    assert given == {"web"}


def test_images_are_pinned_and_targets_exist() -> None:
    targets = set(re.findall(r"AS (\w+)$", DOCKERFILE, re.MULTILINE))
    for service in SERVICES.values():
        if "build" in service:
            assert service["build"]["target"] in targets
        else:
            assert re.search(r":\d", service["image"])
    for base in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE):
        assert base in targets or re.search(r":\d", base)


def test_nothing_but_the_portal_listens_outside_and_that_on_this_machine_only() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_every_file_that_is_named_exists() -> None:
    for name in re.findall(r"docker/[a-z.-]+\w", (DOCKER / "compose.yaml").read_text() + DOCKERFILE):
        assert name == "docker/secrets" or (ROOT / name).exists(), name
