"""Where a market's folders are, and what becomes of data that nobody can open any more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from castor_web.stack.errors import StackError
from castor_web.stack.places import Place


def test_data_of_a_checkout_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    place = Place(run=tmp_path / "run", data=tmp_path / "data")
    (place.data / "postgres").mkdir(parents=True)
    (place.data / "postgres" / "PG_VERSION").write_text("18")
    place.make()
    assert place.data.exists()
    assert not (place.data / "postgres").exists()


def test_data_that_a_server_still_serves_is_not_touched(tmp_path: Path) -> None:
    place = Place(run=tmp_path / "run", data=tmp_path / "data")
    (place.data / "postgres").mkdir(parents=True)
    (place.data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with pytest.raises(StackError, match="still runs"):
        place.make()
    assert (place.data / "postgres" / "postmaster.pid").exists()


def test_data_beside_its_run_folder_stays(tmp_path: Path) -> None:
    place = Place(run=tmp_path / "run", data=tmp_path / "data")
    place.make()
    (place.data / "kept").write_text("a market")
    place.make()
    assert (place.data / "kept").exists()
