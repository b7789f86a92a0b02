"""A small building for the tests: one resident, one booking, a door with an entry code."""

import datetime
import json
from typing import Any

AT = datetime.datetime(2026, 5, 14, 22, 30, tzinfo=datetime.timezone.utc)

SAMPLE: dict[str, Any] = {
    "format": "vestibule/1",
    "building": {"id": "b", "name": "Harbour View", "zone": "America/Vancouver", "kind": "rental"},
    "suites": [{"id": "a", "number": "1208", "doors": ["lobby"]}],
    "doors": [{"id": "lobby", "name": "Lobby", "common": True}],
    "residents": [
        {
            "id": "lena",
            "firstName": "Lena",
            "email": "lena@example.org",
            "directoryCode": "5501",
            "onboarding": "active",
            "residencies": [{"suite": "a"}],
        }
    ],
    "amenities": [
        {"id": "visitor", "name": "Visitor parking", "capacity": 2, "requiredFields": ["plate"]}
    ],
    "bookings": [
        {
            "id": "n1",
            "amenity": "visitor",
            "holder": {"resident": "lena"},
            "suite": "a",
            "start": "2026-05-14T12:00",
            "end": "2026-05-16T10:00",
            "approval": "approved",
            "vehicle": {"plate": "RT5 80K"},
        }
    ],
    "guestInvites": [
        {
            "id": "g1",
            "resident": "lena",
            "guestName": "Ida",
            "credential": {"entryCode": "482913"},
            "startsAt": "2026-05-14T09:00",
            "createdBy": "resident",
        }
    ],
}
TEXT = json.dumps(SAMPLE)
