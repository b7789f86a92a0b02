"""Rules for the front door of apartment and condo buildings: guest parking, permits, invites, doors, the entry directory.

Open a building once, and ask it many times::

    from datetime import datetime, timezone
    from vestibule import Building, Match, Target

    with Building.open(document) as building:
        now = datetime.now(timezone.utc)
        match building.match_bookings(Target.SUITE(id="a"), now):
            case Match.OPTIONS(options=options):
                print([option.booking for option in options])

Instants are datetimes with a tzinfo, wall times of the building are datetimes without. What is refused raises
``VestibuleError``, with a ``code``, the ``path`` of the place, and a ``detail`` that says what would be right.
"""

from __future__ import annotations

import types
from typing import Optional

from . import _bindings
from ._bindings import (
    ApproveAnswer as ApproveAnswer,
    BoardRow as BoardRow,
    BookingOption as BookingOption,
    BookingRequest as BookingRequest,
    BookingViolation as BookingViolation,
    By as By,
    CheckIn as CheckIn,
    CheckInAnswer as CheckInAnswer,
    Contact as Contact,
    CreatedBy as CreatedBy,
    Denial as Denial,
    Dialled as Dialled,
    Entry as Entry,
    ErrorCode as ErrorCode,
    Holder as Holder,
    Host as Host,
    InviteAnswer as InviteAnswer,
    InviteDenial as InviteDenial,
    InviteStatus as InviteStatus,
    ManagementContact as ManagementContact,
    Match as Match,
    NameHit as NameHit,
    NameSearch as NameSearch,
    Permit as Permit,
    PermitAction as PermitAction,
    PermitStatus as PermitStatus,
    PermitTimer as PermitTimer,
    PermitTimerKind as PermitTimerKind,
    PlateAnswer as PlateAnswer,
    PlateCheck as PlateCheck,
    ProfileViolation as ProfileViolation,
    Recorded as Recorded,
    Refusal as Refusal,
    RequestAnswer as RequestAnswer,
    SuiteHit as SuiteHit,
    Tab as Tab,
    Target as Target,
    Vehicle as Vehicle,
    VehicleField as VehicleField,
    VestibuleError as VestibuleError,
    WalkInAnswer as WalkInAnswer,
    Who as Who,
    Zone as Zone,
    ZoneData as ZoneData,
)


class Building(_bindings.Building):
    __doc__ = _bindings.Building.__doc__

    def __enter__(self) -> Building:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[types.TracebackType],
    ) -> None:
        self.close()

