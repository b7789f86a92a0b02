"""The calls of the conformance format through the package, and its answers as the conformance format has them."""

from __future__ import annotations

import datetime
import json
from typing import Any, Optional, Sequence

from vestibule import (
    ApproveAnswer,
    BoardRow,
    BookingOption,
    BookingRequest,
    BookingViolation,
    Building,
    By,
    CheckInAnswer,
    CreatedBy,
    Denial,
    Entry,
    Holder,
    Host,
    InviteAnswer,
    Match,
    NameSearch,
    Permit,
    PlateCheck,
    Refusal,
    RequestAnswer,
    Tab,
    Target,
    Vehicle,
    VehicleField,
    VestibuleError,
    WalkInAnswer,
    Who,
)

Json = dict[str, Any]


def answer(document: str, now: str, call: Json) -> Json:
    """Answers one case."""
    try:
        with Building.open(document) as building:
            return ask(building, call, datetime.datetime.fromisoformat(now))
    except VestibuleError as error:
        # The instant that is asked about has another name in the package.
        return {"error": word(error.code.name), "path": "now" if error.path == "at" else error.path}


def ask(building: Building, call: Json, at: datetime.datetime) -> Json:
    match call:
        case {"op": "searchNames", "query": query}:
            return names(building.search_names(query, at))
        case {"op": "searchSuites", "query": query}:
            return {"hits": [hit.number for hit in building.search_suites(query)]}
        case {"op": "dialCode", "code": code}:
            dialled = building.dial_code(code, at)
            return {"found": True, "name": dialled.name} if dialled.found else {"found": False}
        case {"op": "validateResident", "resident": resident}:
            found = building.validate_resident(json.dumps(resident), at)
            return {"violations": [{"path": it.path, "code": it.code} for it in found]}
        case {"op": "staffSearch", "query": query}:
            return {"residents": building.staff_search(query, at)}
        case {"op": "requestBooking", "request": request}:
            return requested(building.request_booking(booking_request(**request), at))
        case {"op": "approve", "booking": booking}:
            approved = building.approve(booking, at)
            key = "approval" if approved == ApproveAnswer.APPROVED else "refused"
            return {key: word(approved.name)}
        case {"op": "matchBookings", "target": target}:
            return matched(building.match_bookings(one_of(Target, target), at))
        case {"op": "matchPlate", "plate": plate}:
            return matched(building.match_plate(plate, call.get("region"), at))
        case {"op": "checkIn", "booking": booking, "by": by}:
            vehicle = Vehicle(**call.get("vehicle", {}))
            who = By.GUEST() if by == "guest" else By.STAFF(id=by["staff"])
            return checked_in(building.check_in(booking, vehicle, who, at))
        case {"op": "walkIn", "host": host, "vehicle": vehicle}:
            visited = Host.VISITOR() if host == {"visitor": True} else one_of(Host, host)
            return walked_in(building.walk_in(visited, Vehicle(**vehicle), at))
        case {"op": "permit", "booking": booking}:
            return permit(building.permit(booking, at))
        case {"op": "board", "tab": tab}:
            return {"rows": [row(it) for it in building.board(Tab[tab.upper()], at)]}
        case {"op": "searchPermits", "query": query}:
            return {"bookings": building.search_permits(query, at)}
        case {"op": "checkPlate", "plate": plate}:
            return plate_check(building.check_plate(plate, call.get("region"), at))
        case {"op": "callManagement"}:
            contact = building.call_management(at)
            return {"visible": True, "contact": contact.id} if contact else {"visible": False}
        case {"op": "otherVisitorShortcut"}:
            return {"available": building.other_visitor_shortcut()}
        case {"op": "inviteStatus", "invite": invite}:
            return {"status": word(building.invite_status(invite, at).name)}
        case {"op": "requestInvite", "resident": resident, "by": by, "startsAt": starts_at}:
            starts = datetime.datetime.fromisoformat(starts_at)
            return invited(building.request_invite(resident, CreatedBy[by.upper()], starts))
        case {"op": "enter", "who": who, "door": door}:
            return entered(building.enter(one_of(Who, who), door, at))
        case {"op": "enterCode", "code": code, "door": door}:
            return {"granted": building.enter_code(code, door, at)}
        case {"op": "doors", "resident": resident}:
            return {"doors": building.doors(resident, at)}
        case _:
            raise ValueError(f"no such call: {call}")


def word(name: str) -> str:
    """A name of the conformance format: `walkIn` for `WALK_IN`."""
    first, *rest = name.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


def variant(value: object) -> str:
    return word(type(value).__name__.rsplit(".")[-1])


def one_of(kind: Any, keys: dict[str, str]) -> Any:
    """`{"resident": id}` as the variant of that name."""
    ((key, value),) = keys.items()
    return getattr(kind, key.upper())(id=value)


def instant(at: datetime.datetime) -> str:
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def wall(at: datetime.datetime) -> str:
    return at.isoformat(timespec="minutes")


def date(day: Optional[datetime.date]) -> Optional[str]:
    return day.isoformat() if day else None


def fields(of: Sequence[VehicleField]) -> list[str]:
    return [word(field.name) for field in of]


def booking_request(
    amenity: str,
    holder: dict[str, str],
    suite: str,
    start: str,
    end: str,
    vehicle: Optional[dict[str, str]] = None,
    space: Optional[str] = None,
    guestName: Optional[str] = None,
) -> BookingRequest:
    return BookingRequest(
        amenity=amenity,
        holder=one_of(Holder, holder),
        suite=suite,
        start=datetime.datetime.fromisoformat(start),
        end=datetime.datetime.fromisoformat(end),
        vehicle=Vehicle(**(vehicle or {})),
        space=space,
        guest_name=guestName,
    )


def names(found: NameSearch) -> Json:
    match found:
        case NameSearch.FOUND(hits=hits, more=more):
            return {"status": "ok", "hits": [{"name": it.name, "code": it.code} for it in hits], "more": more}
        case _:
            return {"status": "tooShort"}


def requested(answered: RequestAnswer) -> Json:
    match answered:
        case RequestAnswer.VIOLATIONS(violations=found):
            return {"violations": [violation(it) for it in found]}
        case RequestAnswer.PENDING():
            return {"approval": "pending"}
        case _:
            return {"approval": "approved"}


def violation(it: BookingViolation) -> Json:
    return {"code": variant(it)} | figures(it)


def figures(it: BookingViolation) -> Json:
    match it:
        case BookingViolation.TOO_SHORT(min_minutes=minutes):
            return {"minMinutes": minutes}
        case BookingViolation.TOO_LONG(max_minutes=minutes):
            return {"maxMinutes": minutes}
        case BookingViolation.TOO_FAR_AHEAD(max_advance_days=days):
            return {"maxAdvanceDays": days}
        case BookingViolation.BLACKOUT(first=first, last=last):
            return {"from": date(first), "to": date(last)}
        case BookingViolation.MISSING_FIELD(field=field):
            return {"field": word(field.name)}
        case BookingViolation.VEHICLE_ALREADY_BOOKED(booking=booking):
            return {"booking": booking}
        case BookingViolation.CAPACITY_FULL(at=at):
            return {"at": wall(at)}
        case BookingViolation.QUOTA_EXCEEDED(used=used, limit=limit, frees=frees):
            return {"used": used, "limit": limit, "frees": date(frees)}
        case BookingViolation.TOO_MANY_CONSECUTIVE_DAYS(days=days, limit=limit):
            return {"days": days, "limit": limit}
        case _:
            return {}


def matched(match: Match) -> Json:
    match match:
        case Match.OPTIONS(options=options, walk_in=walk_in):
            return {"answer": "options", "options": [option(it) for it in options], "walkIn": walk_in}
        case Match.ALREADY_CHECKED_IN(next_check_in=day, walk_in=walk_in):
            return {"answer": "alreadyCheckedIn", "nextCheckIn": date(day), "walkIn": walk_in}
        case Match.NO_BOOKING(contact=contact):
            return {"answer": "noBooking", "contact": word(contact.name)}
        case Match.WALK_IN(fields=needed):
            return {"answer": "walkIn", "fields": fields(needed)}
        case _:
            raise ValueError(match)


def option(it: BookingOption) -> Json:
    vehicle = {key: value for key, value in vars(it.vehicle).items() if value is not None}
    return {
        "booking": it.booking,
        "from": date(it.first),
        "through": date(it.last),
        "vehicle": vehicle,
        "missing": fields(it.missing),
        "similar": it.similar,
    }


def checked_in(answered: CheckInAnswer) -> Json:
    match answered:
        case CheckInAnswer.CHECKED_IN(booking=booking, at=at, through=through):
            return {"checkedIn": {"booking": booking, "at": instant(at), "through": date(through)}}
        case CheckInAnswer.REFUSED(refusal=why):
            return refusal(why)
        case _:
            raise ValueError(answered)


def walked_in(answered: WalkInAnswer) -> Json:
    match answered:
        case WalkInAnswer.CHECKED_IN(at=at):
            return {"checkedIn": {"at": instant(at)}}
        case WalkInAnswer.REFUSED(refusal=why):
            return refusal(why)
        case _:
            raise ValueError(answered)


def refusal(why: Refusal) -> Json:
    match why:
        case Refusal.ALREADY_CHECKED_IN(at=at):
            more: Json = {"at": instant(at)}
        case Refusal.MISSING_FIELD(missing=missing):
            more = {"missing": fields(missing)}
        case _:
            more = {}
    return {"refused": variant(why)} | more


def permit(of: Optional[Permit]) -> Json:
    if of is None:
        return {"status": None}
    at = of.checked_in
    return {
        "status": word(of.status.name),
        "timer": {"kind": word(of.timer.kind.name), "seconds": of.timer.seconds},
        "checkIn": {"state": "checkedIn", "at": instant(at)} if at else {"state": "notCheckedIn"},
        "recheckDue": of.recheck_due,
        "tab": word(of.tab.name),
        "actions": [word(action.name) for action in of.actions],
    }


def row(it: BoardRow) -> Json:
    match it:
        case BoardRow.BOOKING(id=booking):
            return {"booking": booking}
        case BoardRow.WALK_IN(id=check_in):
            return {"checkIn": check_in}
        case _:
            raise ValueError(it)


def plate_check(check: PlateCheck) -> Json:
    similar = {"similar": check.similar} if check.similar else {}
    return {"answer": word(check.answer.name), "bookings": check.bookings} | similar


def invited(answered: InviteAnswer) -> Json:
    match answered:
        case InviteAnswer.DENIED(denial=denial):
            return {"denied": word(denial.name)}
        case _:
            return {"allowed": True}


def entered(entry: Entry) -> Json:
    match entry:
        case Entry.DENIED(denial=denial):
            match denial:
                case Denial.BEFORE_MOVE_IN(opens_at=at) | Denial.UPCOMING(opens_at=at):
                    return {"denied": variant(denial), "opensAt": instant(at)}
            return {"denied": variant(denial)}
        case _:
            return {"granted": True}
