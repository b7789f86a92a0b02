"""Every call with everything that it does not expect: an error of a kind that is expected, or an answer."""

import datetime
import inspect
from typing import Any

import pytest
from sample import AT, TEXT

from vestibule import Building, By, Target, VestibuleError, Who, ZoneData

WRONG: list[Any] = [
    None, True, 0, -1, 1.5, float("nan"), 2**63, 2**64, -(2**70), "", "a", "\0", "\ud800", "é" * 70_000, "x" * (1 << 20),
    b"", b"x", object(), object, [], [1], {}, {"id": "lena"}, (), set(), lambda: 1, Exception("a"), datetime.date(2026, 5, 14),
    datetime.datetime.min, datetime.datetime.max, AT.replace(tzinfo=None), AT, datetime.timedelta(days=1),
    datetime.datetime.max.replace(tzinfo=datetime.timezone.utc), Target.SUITE(id="\ud800"), Target.RESIDENT(id=5),  # type: ignore[arg-type]
    Target.RESIDENT, Who.INVITE(id="x" * 100_000), By.GUEST(), ZoneData(name="a", version="b", tzif=b"c"),
]  # fmt: skip
# What Python itself says to a wrong type or a value that a type cannot have.
PYTHON = (TypeError, ValueError, AttributeError, OverflowError)

METHODS = sorted(name for name in dir(Building) if not name.startswith("_") and name not in ("open", "close"))


def bounded(call: Any, *given: Any) -> None:
    try:
        answer = call(*given)
    except VestibuleError as error:
        assert error.code.name != "INTERNAL", given
        assert isinstance(error.path, str) and isinstance(error.detail, str)
    except PYTHON:
        pass
    else:
        assert len(repr(answer)) < 1 << 20


@pytest.mark.parametrize("name", METHODS)
def test_every_call_with_every_wrong_value_in_every_place(name: str) -> None:
    with Building.open(TEXT) as building:
        call = getattr(building, name)
        places = len(inspect.signature(call).parameters)
        for wrong in WRONG:
            bounded(call, *[wrong] * places)
            for place in range(places):
                given: list[Any] = ["lena"] * (places - 1) + [AT]
                given[place] = wrong
                bounded(call, *given)


def test_opening_everything() -> None:
    for wrong in WRONG:
        bounded(Building.open, wrong)
        bounded(Building.open, TEXT, wrong)


def test_no_building_is_made_otherwise() -> None:
    with pytest.raises(ValueError):
        Building()
