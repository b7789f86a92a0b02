package vestibule

import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

internal val AT: Instant = Instant.parse("2026-05-14T22:30:00Z")

/** A small building: one resident, one booking, a door with an entry code. */
internal val SAMPLE: String = """
    {
      "format": "vestibule/1",
      "building": {"id": "b", "name": "Harbour View", "zone": "America/Vancouver", "kind": "rental"},
      "suites": [{"id": "a", "number": "1208", "doors": ["lobby"]}],
      "doors": [{"id": "lobby", "name": "Lobby", "common": true}],
      "residents": [{
        "id": "lena", "firstName": "Lena", "email": "lena@example.org", "directoryCode": "5501",
        "onboarding": "active", "residencies": [{"suite": "a"}]
      }],
      "amenities": [{"id": "visitor", "name": "Visitor parking", "capacity": 2, "requiredFields": ["plate"]}],
      "bookings": [{
        "id": "n1", "amenity": "visitor", "holder": {"resident": "lena"}, "suite": "a",
        "start": "2026-05-14T12:00", "end": "2026-05-16T10:00", "approval": "approved",
        "vehicle": {"plate": "RT5 80K"}
      }],
      "guestInvites": [{
        "id": "g1", "resident": "lena", "guestName": "Ida", "credential": {"entryCode": "482913"},
        "startsAt": "2026-05-14T09:00", "createdBy": "resident"
      }]
    }
""".trimIndent()

/** What is refused, by its code and its place; the detail says something, and no more than that and the place is said. */
internal fun refused(question: () -> Any?): Pair<ErrorCode, String> {
    val error = assertFailsWith<VestibuleException.Refused> { question() }
    assert(error.detail.isNotEmpty())
    assertEquals("code=${error.code}, path=${error.path}, detail=${error.detail}", error.message)
    return error.code to error.path
}
