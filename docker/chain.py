"""The development chain in a container: anvil, its state in the volume /chain; its time never runs back."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from castor_web.stack.anvil import Anvil
from castor_web.stack.places import Place


def main() -> None:
    """Run the chain until this container is told to stop, or the chain ends by itself."""
    folder = Path("/chain")
    place = Place(folder, folder / "data")
    place.make()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    anvil = Anvil(place, 8545, listen="0.0.0.0")  # noqa: S104 - the containers' own network
    anvil.start()
    while anvil.daemon.pid() and not signal.sigtimedwait({signal.SIGTERM, signal.SIGINT}, 2):
        pass
    anvil.stop()


if __name__ == "__main__":
    main()
