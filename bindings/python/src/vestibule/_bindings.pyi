# Written by stubs.py.
import datetime
import enum
import typing
import typing_extensions
LocalDate = datetime.date
class Vehicle:
    plate: typing.Optional[str]
    region: typing.Optional[str]
    make: typing.Optional[str]
    model: typing.Optional[str]
    color: typing.Optional[str]
    def __init__(self, *, plate: typing.Optional[str]=..., region: typing.Optional[str]=..., make: typing.Optional[str]=..., model: typing.Optional[str]=..., color: typing.Optional[str]=...) -> None: ...
class VehicleField(enum.Enum):
    PLATE = 0
    MAKE = 1
    MODEL = 2
    COLOR = 3
class BookingOption:
    booking: str
    first: LocalDate
    last: LocalDate
    vehicle: Vehicle
    missing: typing.List[VehicleField]
    similar: bool
    def __init__(self, *, booking: str, first: LocalDate, last: LocalDate, vehicle: Vehicle, missing: typing.List[VehicleField], similar: bool) -> None: ...
class Holder:
    class RESIDENT(Holder):
        id: str
        def __init__(self, id: str) -> None: ...
    class MANAGER(Holder):
        id: str
        def __init__(self, id: str) -> None: ...
LocalDateTime = datetime.datetime
class BookingRequest:
    amenity: str
    holder: Holder
    suite: str
    start: LocalDateTime
    end: LocalDateTime
    vehicle: Vehicle
    space: typing.Optional[str]
    guest_name: typing.Optional[str]
    def __init__(self, *, amenity: str, holder: Holder, suite: str, start: LocalDateTime, end: LocalDateTime, vehicle: Vehicle=..., space: typing.Optional[str]=..., guest_name: typing.Optional[str]=...) -> None: ...
Instant = datetime.datetime
class By:
    class GUEST(By):
        def __init__(self) -> None: ...
    class STAFF(By):
        id: str
        def __init__(self, id: str) -> None: ...
class Host:
    class RESIDENT(Host):
        id: str
        def __init__(self, id: str) -> None: ...
    class SUITE(Host):
        id: str
        def __init__(self, id: str) -> None: ...
    class VISITOR(Host):
        def __init__(self) -> None: ...
class CheckIn:
    id: str
    at: Instant
    by: By
    booking: typing.Optional[str]
    host: typing.Optional[Host]
    vehicle: Vehicle
    def __init__(self, *, id: str, at: Instant, by: By, booking: typing.Optional[str]=..., host: typing.Optional[Host]=..., vehicle: Vehicle=...) -> None: ...
class Dialled:
    found: bool
    name: typing.Optional[str]
    def __init__(self, *, found: bool, name: typing.Optional[str]) -> None: ...
class ManagementContact:
    id: str
    name: str
    def __init__(self, *, id: str, name: str) -> None: ...
class NameHit:
    name: str
    code: str
    def __init__(self, *, name: str, code: str) -> None: ...
class PermitStatus(enum.Enum):
    EXPIRED = 0
    PENDING_APPROVAL = 1
    UPCOMING = 2
    ACTIVE = 3
class PermitTimerKind(enum.Enum):
    UNTIL = 0
    REMAINING = 1
    SINCE = 2
class PermitTimer:
    kind: PermitTimerKind
    seconds: int
    def __init__(self, *, kind: PermitTimerKind, seconds: int) -> None: ...
class Tab(enum.Enum):
    TODAY = 0
    UPCOMING = 1
    PAST = 2
class PermitAction(enum.Enum):
    APPROVE = 0
    REJECT = 1
    CHECK_IN = 2
    CANCEL = 3
class Permit:
    status: PermitStatus
    timer: PermitTimer
    checked_in: typing.Optional[Instant]
    recheck_due: bool
    tab: Tab
    actions: typing.List[PermitAction]
    def __init__(self, *, status: PermitStatus, timer: PermitTimer, checked_in: typing.Optional[Instant], recheck_due: bool, tab: Tab, actions: typing.List[PermitAction]) -> None: ...
class PlateAnswer(enum.Enum):
    PERMITTED = 0
    GRACE = 1
    WALK_IN = 2
    NOT_PERMITTED = 3
class PlateCheck:
    answer: PlateAnswer
    bookings: typing.List[str]
    similar: typing.List[str]
    def __init__(self, *, answer: PlateAnswer, bookings: typing.List[str], similar: typing.List[str]) -> None: ...
class ProfileViolation:
    path: str
    code: str
    def __init__(self, *, path: str, code: str) -> None: ...
class SuiteHit:
    id: str
    number: str
    def __init__(self, *, id: str, number: str) -> None: ...
class Zone:
    name: str
    version: str
    def __init__(self, *, name: str, version: str) -> None: ...
class ZoneData:
    name: str
    version: str
    tzif: bytes
    def __init__(self, *, name: str, version: str, tzif: bytes) -> None: ...
class ApproveAnswer(enum.Enum):
    APPROVED = 0
    REJECTED = 1
    CANCELLED = 2
    EXPIRED = 3
    ALREADY_APPROVED = 4
    CAPACITY_FULL = 5
class BoardRow:
    class BOOKING(BoardRow):
        id: str
        def __init__(self, id: str) -> None: ...
    class WALK_IN(BoardRow):
        id: str
        def __init__(self, id: str) -> None: ...
class BookingViolation:
    class AMENITY_DISABLED(BookingViolation):
        def __init__(self) -> None: ...
    class HOLDER_NOT_LIVING_HERE(BookingViolation):
        def __init__(self) -> None: ...
    class START_IN_PAST(BookingViolation):
        def __init__(self) -> None: ...
    class TOO_SHORT(BookingViolation):
        min_minutes: int
        def __init__(self, min_minutes: int) -> None: ...
    class TOO_LONG(BookingViolation):
        max_minutes: int
        def __init__(self, max_minutes: int) -> None: ...
    class TOO_FAR_AHEAD(BookingViolation):
        max_advance_days: int
        def __init__(self, max_advance_days: int) -> None: ...
    class OUTSIDE_HOURS(BookingViolation):
        def __init__(self) -> None: ...
    class BLACKOUT(BookingViolation):
        first: LocalDate
        last: LocalDate
        def __init__(self, first: LocalDate, last: LocalDate) -> None: ...
    class MISSING_FIELD(BookingViolation):
        field: VehicleField
        def __init__(self, field: VehicleField) -> None: ...
    class VEHICLE_ALREADY_BOOKED(BookingViolation):
        booking: str
        def __init__(self, booking: str) -> None: ...
    class CAPACITY_FULL(BookingViolation):
        at: LocalDateTime
        def __init__(self, at: LocalDateTime) -> None: ...
    class QUOTA_EXCEEDED(BookingViolation):
        used: int
        limit: int
        frees: typing.Optional[LocalDate]
        def __init__(self, used: int, limit: int, frees: typing.Optional[LocalDate]) -> None: ...
    class TOO_MANY_CONSECUTIVE_DAYS(BookingViolation):
        days: int
        limit: int
        def __init__(self, days: int, limit: int) -> None: ...
class Refusal:
    class UNKNOWN_BOOKING(Refusal):
        def __init__(self) -> None: ...
    class NOT_APPROVED(Refusal):
        def __init__(self) -> None: ...
    class ENDED(Refusal):
        def __init__(self) -> None: ...
    class HOLDER_NOT_LIVING_HERE(Refusal):
        def __init__(self) -> None: ...
    class NOT_TODAY(Refusal):
        def __init__(self) -> None: ...
    class ALREADY_CHECKED_IN(Refusal):
        at: Instant
        def __init__(self, at: Instant) -> None: ...
    class MISSING_FIELD(Refusal):
        missing: typing.List[VehicleField]
        def __init__(self, missing: typing.List[VehicleField]) -> None: ...
    class BOOKING_REQUIRED(Refusal):
        def __init__(self) -> None: ...
class CheckInAnswer:
    class CHECKED_IN(CheckInAnswer):
        booking: str
        at: Instant
        through: LocalDate
        def __init__(self, booking: str, at: Instant, through: LocalDate) -> None: ...
    class REFUSED(CheckInAnswer):
        refusal: Refusal
        def __init__(self, refusal: Refusal) -> None: ...
class Contact(enum.Enum):
    RESIDENT = 0
    MANAGEMENT = 1
class CreatedBy(enum.Enum):
    RESIDENT = 0
    STAFF = 1
class Denial:
    class BEFORE_MOVE_IN(Denial):
        opens_at: Instant
        def __init__(self, opens_at: Instant) -> None: ...
    class MOVED_OUT(Denial):
        def __init__(self) -> None: ...
    class REVOKED(Denial):
        def __init__(self) -> None: ...
    class STOPPED(Denial):
        def __init__(self) -> None: ...
    class EXPIRED(Denial):
        def __init__(self) -> None: ...
    class UPCOMING(Denial):
        opens_at: Instant
        def __init__(self, opens_at: Instant) -> None: ...
    class NO_GRANT(Denial):
        def __init__(self) -> None: ...
class Entry:
    class GRANTED(Entry):
        def __init__(self) -> None: ...
    class DENIED(Entry):
        denial: Denial
        def __init__(self, denial: Denial) -> None: ...
class ErrorCode(enum.Enum):
    UNKNOWN_FIELD = 0
    REQUIRED = 1
    MALFORMED = 2
    UNKNOWN = 3
    DUPLICATE = 4
    ORDER = 5
    EXHAUSTED = 6
    CLOSED = 7
    INTERNAL = 8
class InviteDenial(enum.Enum):
    INVITES_DISABLED = 0
    RESTRICTED = 1
    NOT_ACTIVATED = 2
    NOT_LIVING_HERE = 3
class InviteAnswer:
    class ALLOWED(InviteAnswer):
        def __init__(self) -> None: ...
    class DENIED(InviteAnswer):
        denial: InviteDenial
        def __init__(self, denial: InviteDenial) -> None: ...
class InviteStatus(enum.Enum):
    REVOKED = 0
    STOPPED = 1
    EXPIRED = 2
    UPCOMING = 3
    ACTIVE = 4
class Match:
    class OPTIONS(Match):
        options: typing.List[BookingOption]
        walk_in: bool
        def __init__(self, options: typing.List[BookingOption], walk_in: bool) -> None: ...
    class ALREADY_CHECKED_IN(Match):
        next_check_in: typing.Optional[LocalDate]
        walk_in: bool
        def __init__(self, next_check_in: typing.Optional[LocalDate], walk_in: bool) -> None: ...
    class NO_BOOKING(Match):
        contact: Contact
        def __init__(self, contact: Contact) -> None: ...
    class WALK_IN(Match):
        fields: typing.List[VehicleField]
        def __init__(self, fields: typing.List[VehicleField]) -> None: ...
class NameSearch:
    class TOO_SHORT(NameSearch):
        def __init__(self) -> None: ...
    class FOUND(NameSearch):
        hits: typing.List[NameHit]
        more: bool
        def __init__(self, hits: typing.List[NameHit], more: bool) -> None: ...
class Recorded:
    class ADDED(Recorded):
        conflict: bool
        replaced: typing.Optional[str]
        def __init__(self, conflict: bool, replaced: typing.Optional[str]) -> None: ...
    class KNOWN(Recorded):
        def __init__(self) -> None: ...
    class LEFT(Recorded):
        first: str
        def __init__(self, first: str) -> None: ...
class RequestAnswer:
    class APPROVED(RequestAnswer):
        def __init__(self) -> None: ...
    class PENDING(RequestAnswer):
        def __init__(self) -> None: ...
    class VIOLATIONS(RequestAnswer):
        violations: typing.List[BookingViolation]
        def __init__(self, violations: typing.List[BookingViolation]) -> None: ...
class Target:
    class RESIDENT(Target):
        id: str
        def __init__(self, id: str) -> None: ...
    class SUITE(Target):
        id: str
        def __init__(self, id: str) -> None: ...
class VestibuleError(Exception):
    code: ErrorCode
    detail: str
    path: str
    class Refused(VestibuleError):
        code: ErrorCode
        path: str
        detail: str
        def __init__(self, code: ErrorCode, path: str, detail: str) -> None: ...
class WalkInAnswer:
    class CHECKED_IN(WalkInAnswer):
        at: Instant
        def __init__(self, at: Instant) -> None: ...
    class REFUSED(WalkInAnswer):
        refusal: Refusal
        def __init__(self, refusal: Refusal) -> None: ...
class Who:
    class RESIDENT(Who):
        id: str
        def __init__(self, id: str) -> None: ...
    class INVITE(Who):
        id: str
        def __init__(self, id: str) -> None: ...
class Building:
    @classmethod
    def open(cls, document: str, zone_data: typing.Optional[ZoneData]=...) -> typing_extensions.Self: ...
    def approve(self, booking: str, at: Instant) -> ApproveAnswer: ...
    def board(self, tab: Tab, at: Instant) -> typing.List[BoardRow]: ...
    def call_management(self, at: Instant) -> typing.Optional[ManagementContact]: ...
    def check_in(self, booking: str, vehicle: Vehicle, by: By, at: Instant) -> CheckInAnswer: ...
    def check_plate(self, plate: str, region: typing.Optional[str], at: Instant) -> PlateCheck: ...
    def close(self) -> None: ...
    def dial_code(self, code: str, at: Instant) -> Dialled: ...
    def document(self) -> str: ...
    def doors(self, resident: str, at: Instant) -> typing.List[str]: ...
    def enter(self, who: Who, door: str, at: Instant) -> Entry: ...
    def enter_code(self, code: str, door: str, at: Instant) -> bool: ...
    def free_code(self, entropy: int, at: Instant) -> str: ...
    def invite_status(self, invite: str, at: Instant) -> InviteStatus: ...
    def match_bookings(self, target: Target, at: Instant) -> Match: ...
    def match_plate(self, plate: str, region: typing.Optional[str], at: Instant) -> Match: ...
    def new_entry_code(self, entropy: int, at: Instant) -> str: ...
    def other_visitor_shortcut(self) -> bool: ...
    def permit(self, booking: str, at: Instant) -> typing.Optional[Permit]: ...
    def record(self, check_in: CheckIn) -> Recorded: ...
    def request_booking(self, request: BookingRequest, at: Instant) -> RequestAnswer: ...
    def request_invite(self, resident: str, by: CreatedBy, starts_at: LocalDateTime) -> InviteAnswer: ...
    def search_names(self, query: str, at: Instant) -> NameSearch: ...
    def search_permits(self, query: str, at: Instant) -> typing.List[str]: ...
    def search_suites(self, query: str) -> typing.List[SuiteHit]: ...
    def staff_search(self, query: str, at: Instant) -> typing.List[str]: ...
    def validate_resident(self, resident: str, at: Instant) -> typing.List[ProfileViolation]: ...
    def walk_in(self, host: Host, vehicle: Vehicle, at: Instant) -> WalkInAnswer: ...
    def zone(self) -> Zone: ...
