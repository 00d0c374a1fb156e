"""What a collector reads of delivery: whichever process answers, and whatever is away."""

from __future__ import annotations

import pytest
from django.test import Client
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from apps.ledger import heads
from apps.ledger.metrics import Delivery
from apps.ledger.signers import KeySigner
from apps.ledger.store import ReadModelAway
from apps.ledger.testing.stage import LANE_KEYS, Stage
from apps.ledger.tests.delivery.conftest import Cast, withdraw


@pytest.fixture
def figures() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Delivery())
    return registry


def figure(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(name, labels)


def test_what_waits_and_what_was_done_is_counted(
    stage: Stage, cast: Cast, figures: CollectorRegistry
) -> None:
    withdraw(stage, cast.ivan, cast.money, 100)
    stage.index()
    assert figure(figures, "castor_acts", state="queued") == 1
    assert figure(figures, "castor_acts_stuck") == 0
    assert figure(figures, "castor_lane_in_flight", lane=KeySigner(LANE_KEYS[0]).address) == 0
    assert figure(figures, "castor_indexer_behind_blocks") == 0
    stage.run()
    stage.node.call("anvil_mine", "0x5")
    stage.settle()
    assert figure(figures, "castor_acts", state="queued") == 0
    assert (figure(figures, "castor_recent_acts", state="final") or 0) > 5
    mined = figure(figures, "castor_act_seconds", until="mined", quantile="0.95")
    final = figure(figures, "castor_act_seconds", until="final", quantile="0.95")
    assert mined is not None
    assert final is not None
    assert 0 < mined <= final
    assert figure(figures, "castor_relay_batch_size") == 1
    assert (figure(figures, "castor_gas_used") or 0) > 1_000_000


def test_blocks_that_went_are_counted(stage: Stage, cast: Cast, figures: CollectorRegistry) -> None:
    stage.index()
    before = stage.node.call("evm_snapshot")
    withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    stage.index()
    stage.node.call("evm_revert", before)
    stage.node.call("evm_mine")
    stage.index()
    assert (figure(figures, "castor_reorged_blocks") or 0) >= 1


def test_a_read_model_that_is_away_leaves_its_figures_out(
    stage: Stage, figures: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise ReadModelAway

    monkeypatch.setattr(heads, "lag", away)
    assert figure(figures, "castor_acts", state="queued") == 0
    assert figure(figures, "castor_indexer_behind_blocks") is None


def test_they_stand_beside_the_web_server_s_own(stage: Stage, client: Client) -> None:
    said = client.get("/metrics").content.decode()
    names = [each.name for each in text_string_to_metric_families(said)]
    assert "castor_acts" in names
    assert "django_http_requests_before_middlewares" in names
    assert len(names) == len(set(names))
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404
