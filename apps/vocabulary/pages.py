"""Lists that come page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Row_co = TypeVar("Row_co", covariant=True)


class Page(Protocol[Row_co]):
    """Part of a list; `next` is the `after` of the following page, None at the end."""

    @property
    def rows(self) -> Sequence[Row_co]: ...

    @property
    def next(self) -> str | None: ...


def every(page: Callable[[str | None], Page[Row_co]]) -> Iterator[Row_co]:
    """All rows of a list, page after page: `page` gets the `after` of each, None for the first."""
    after: str | None = None
    while True:
        found = page(after)
        yield from found.rows
        after = found.next
        if after is None:
            return
