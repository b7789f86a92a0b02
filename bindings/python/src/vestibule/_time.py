"""Times as the library carries them: what the generated code calls for every instant and wall time."""

import datetime

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_EPOCH_DAY = _EPOCH.toordinal()
_date_of = datetime.date.fromordinal
_MILLISECOND = datetime.timedelta(milliseconds=1)


def to_millis(at: datetime.datetime) -> int:
    """Milliseconds since the Unix epoch; what is finer is cut off."""
    if not isinstance(at, datetime.datetime) or at.tzinfo is None:
        raise TypeError("expected a datetime with a tzinfo: an instant is the same everywhere")
    return (at - _EPOCH) // _MILLISECOND


def from_millis(millis: int) -> datetime.datetime:
    """The instant, in UTC."""
    return _EPOCH + millis * _MILLISECOND


def to_days(date: datetime.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - _EPOCH_DAY


def from_days(days: int) -> datetime.date:
    """The date so many days after 1970-01-01."""
    return _date_of(days + _EPOCH_DAY)


def to_wall(wall: datetime.datetime) -> str:
    """Local time as the document writes it. Seconds are kept, so that the library can refuse them."""
    if not isinstance(wall, datetime.datetime) or wall.tzinfo is not None:
        raise TypeError("expected a datetime without a tzinfo: a wall time is local to the building")
    return wall.isoformat()
