"""A hundred thousand calls, and ten thousand buildings opened and closed, take no more memory than a tenth of them."""

import gc
from typing import Callable

from sample import AT, TEXT

from vestibule import Building, Target, VestibuleError

PAGE = 4096
# What an allocator may still take in steps.
ROOM = 2 * 1024 * 1024


def resident() -> int:
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * PAGE


def steady(times: int, call: Callable[[], object]) -> None:
    for _ in range(times // 10):
        call()
    before = resident()
    for _ in range(times):
        call()
    grown = resident() - before
    assert grown < ROOM, f"{grown} bytes more"


def test_questions() -> None:
    with Building.open(TEXT) as building:
        steady(100_000, lambda: building.match_bookings(Target.RESIDENT(id="lena"), AT))
        steady(100_000, lambda: building.search_names("lena", AT))


def test_errors() -> None:
    def refused() -> None:
        try:
            building.permit("x", AT)
        except VestibuleError:
            return
        raise AssertionError("it was not refused")

    with Building.open(TEXT) as building:
        steady(100_000, refused)


def test_opening_and_closing() -> None:
    steady(10_000, lambda: Building.open(TEXT).close())


def test_what_is_forgotten_is_closed() -> None:
    steady(10_000, lambda: Building.open(TEXT))
