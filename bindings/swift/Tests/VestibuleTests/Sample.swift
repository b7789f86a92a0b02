import Foundation
import Vestibule
import XCTest

/// A small building for the tests: one resident, one booking, a door with an entry code.
enum Sample {
    static let at = Date(timeIntervalSince1970: 1_778_797_800)  // 2026-05-14T22:30:00Z

    static let document = """
        {
          "format": "vestibule/1",
          "building": {"id": "b", "name": "Harbour View", "zone": "America/Vancouver", "kind": "rental"},
          "suites": [{"id": "a", "number": "1208", "doors": ["lobby"]}],
          "doors": [{"id": "lobby", "name": "Lobby", "common": true}],
          "residents": [{
            "id": "lena", "firstName": "Lena", "email": "lena@example.org", "directoryCode": "5501", "onboarding": "active",
            "residencies": [{"suite": "a"}]
          }],
          "amenities": [{
            "id": "visitor", "name": "Visitor parking", "capacity": 2, "minMinutes": 60, "requiredFields": ["plate"]
          }],
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
        """

    static func open() throws -> Building {
        try Building.open(document: document)
    }
}

/// The error that a call throws, which is to be one of the library.
func refused<Answer>(
    _ call: @autoclosure () throws -> Answer, file: StaticString = #filePath, line: UInt = #line
) throws -> VestibuleError {
    var error: VestibuleError?
    XCTAssertThrowsError(try call(), file: file, line: line) { error = $0 as? VestibuleError }
    return try XCTUnwrap(error, "it was not refused by the library", file: file, line: line)
}
