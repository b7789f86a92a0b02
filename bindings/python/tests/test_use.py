"""The package as its user uses it."""

import datetime
import json
import threading

import pytest
from sample import AT, SAMPLE, TEXT

from vestibule import (
    BookingRequest,
    Building,
    By,
    CheckIn,
    CheckInAnswer,
    CreatedBy,
    Entry,
    ErrorCode,
    Holder,
    InviteAnswer,
    Match,
    NameSearch,
    PermitStatus,
    PermitTimerKind,
    Recorded,
    RequestAnswer,
    Tab,
    Target,
    Vehicle,
    VehicleField,
    VestibuleError,
    Who,
)

PARIS = datetime.timezone(datetime.timedelta(hours=2))


def test_a_guest_arrives() -> None:
    with Building.open(TEXT) as building:
        found = building.search_names("len", AT)
        assert isinstance(found, NameSearch.FOUND)
        assert [hit.name for hit in found.hits] == ["Lena"]
        offered = building.match_bookings(Target.RESIDENT(id="lena"), AT)
        assert isinstance(offered, Match.OPTIONS)
        (option,) = offered.options
        assert (option.first, option.last) == (datetime.date(2026, 5, 14), datetime.date(2026, 5, 16))
        assert option.vehicle.plate == "•••80K"
        answer = building.check_in(option.booking, Vehicle(), By.GUEST(), AT)
        assert answer == CheckInAnswer.CHECKED_IN(booking="n1", at=AT, through=datetime.date(2026, 5, 16))
        check_in = CheckIn(id="c1", at=AT, by=By.GUEST(), booking="n1")
        assert building.record(check_in) == Recorded.ADDED(conflict=False, replaced=None)
        assert building.record(check_in) == Recorded.KNOWN()
        permit = building.permit("n1", AT)
        assert permit is not None and permit.checked_in == AT
        assert permit.status == PermitStatus.ACTIVE
        assert permit.timer.kind == PermitTimerKind.REMAINING
        assert permit.timer.seconds == 153_000
        assert json.loads(building.document())["checkIns"][0]["at"] == "2026-05-14T22:30:00Z"


def test_a_resident_books() -> None:
    request = BookingRequest(
        amenity="visitor",
        holder=Holder.RESIDENT(id="lena"),
        suite="a",
        start=datetime.datetime(2026, 5, 20, 10),
        end=datetime.datetime(2026, 5, 20, 12),
    )
    with Building.open(TEXT) as building:
        answer = building.request_booking(request, AT)
        assert isinstance(answer, RequestAnswer.VIOLATIONS)
        assert [it.field for it in answer.violations if hasattr(it, "field")] == [VehicleField.PLATE]
        request.vehicle = Vehicle(plate="GST 1")
        assert isinstance(building.request_booking(request, AT), RequestAnswer.APPROVED)


def test_doors_and_invites() -> None:
    with Building.open(TEXT) as building:
        assert building.doors("lena", AT) == ["lobby"]
        assert isinstance(building.enter(Who.INVITE(id="g1"), "lobby", AT), Entry.GRANTED)
        assert building.enter_code("482913", "lobby", AT)
        assert not building.enter_code("482914", "lobby", AT)
        starts = datetime.datetime(2026, 5, 15, 9)
        assert building.request_invite("lena", CreatedBy.RESIDENT, starts) == InviteAnswer.ALLOWED()
        assert building.board(Tab.TODAY, AT)
        assert building.free_code(7, AT) != "5501"


def test_an_instant_is_the_same_everywhere() -> None:
    with Building.open(TEXT) as building:
        there = AT.astimezone(PARIS)
        assert building.match_plate("RT5 80K", None, there) == building.match_plate("RT5 80K", None, AT)
        with pytest.raises(TypeError, match="tzinfo"):
            building.match_plate("RT5 80K", None, AT.replace(tzinfo=None))


def test_rules_of_the_zone_come_along_or_are_given() -> None:
    from vestibule import ZoneData

    utc = b"TZif" + bytes(16 + 16) + (1).to_bytes(4, "big") + (4).to_bytes(4, "big") + bytes(6) + b"UTC\0"
    document = json.dumps(SAMPLE | {"building": SAMPLE["building"] | {"zone": "Etc/UTC"}})
    given = ZoneData(name="Etc/UTC", version="of the test", tzif=utc)
    with Building.open(document, given) as building:
        assert building.zone().version == "of the test"
    with Building.open(document) as building:
        assert building.zone().name == "Etc/UTC"
    for name, tzif in (("Etc/UTC", b""), ("Etc/UTC", utc[:-9]), ("Etc/UTC", b"x" * 100_000), ("", utc)):
        with pytest.raises(VestibuleError) as refused:
            Building.open(document, ZoneData(name=name, version="", tzif=tzif))
        assert refused.value.code == ErrorCode.MALFORMED


def test_what_is_refused_says_where() -> None:
    def refused(document: str) -> tuple[ErrorCode, str]:
        with pytest.raises(VestibuleError) as error:
            Building.open(document)
        assert error.value.detail
        return error.value.code, error.value.path

    assert refused("") == (ErrorCode.MALFORMED, "")
    assert refused("[" * 100_000) == (ErrorCode.MALFORMED, "")
    assert refused(json.dumps(SAMPLE | {"colour": "red"})) == (ErrorCode.UNKNOWN_FIELD, "colour")
    moon = SAMPLE["building"] | {"zone": "Moon/Sea"}
    assert refused(json.dumps(SAMPLE | {"building": moon})) == (ErrorCode.MALFORMED, "building.zone")
    with Building.open(TEXT) as building:
        with pytest.raises(VestibuleError.Refused) as error:
            building.permit("x", AT)
        assert (error.value.code, error.value.path) == (ErrorCode.UNKNOWN, "booking")
        with pytest.raises(VestibuleError) as late:
            building.permit("n1", datetime.datetime(2200, 1, 1, tzinfo=datetime.timezone.utc))
        assert (late.value.code, late.value.path) == (ErrorCode.MALFORMED, "at")
        with pytest.raises(VestibuleError) as seconds:
            building.request_invite("lena", CreatedBy.STAFF, datetime.datetime(2026, 5, 15, 9, 0, 30))
        assert (seconds.value.code, seconds.value.path) == (ErrorCode.MALFORMED, "startsAt")


def test_a_closed_building_is_refused() -> None:
    building = Building.open(TEXT)
    with building:
        assert building.search_suites("12")
    building.close()
    with pytest.raises(VestibuleError) as closed:
        building.search_suites("12")
    assert closed.value.code == ErrorCode.CLOSED


def test_threads_share_a_building() -> None:
    building = Building.open(TEXT)
    expected = building.match_bookings(Target.SUITE(id="a"), AT)
    wrong: list[object] = []

    def asks() -> None:
        for _ in range(5_000):
            answer = building.match_bookings(Target.SUITE(id="a"), AT)
            if answer != expected:
                wrong.append(answer)

    def records() -> None:
        for turn in range(500):
            # Of another stay: what the others ask stays as it is.
            check_in = CheckIn(id=f"c{turn}", at=AT - datetime.timedelta(days=30), by=By.GUEST(), booking="n1")
            building.record(check_in)

    threads = [threading.Thread(target=work) for work in (asks, asks, records)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_building_closed_while_it_is_asked() -> None:
    building = Building.open(TEXT)
    codes: list[ErrorCode] = []

    def asks() -> None:
        try:
            while True:
                building.match_bookings(Target.SUITE(id="a"), AT)
        except VestibuleError as error:
            codes.append(error.code)

    threads = [threading.Thread(target=asks) for _ in range(2)]
    for thread in threads:
        thread.start()
    building.close()
    for thread in threads:
        thread.join()
    assert codes == [ErrorCode.CLOSED, ErrorCode.CLOSED]
