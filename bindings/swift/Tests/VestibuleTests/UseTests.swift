import Foundation
import Vestibule
import XCTest

final class UseTests: XCTestCase {
    func testAGuestArrives() throws {
        let building = try Sample.open()
        guard case .found(let hits, more: false) = try building.searchNames(query: "len", at: Sample.at) else {
            return XCTFail("no one was found")
        }
        XCTAssertEqual(hits, [NameHit(name: "Lena", code: "5501")])
        let offered = try building.matchBookings(target: .resident(id: "lena"), at: Sample.at)
        guard case .options(let options, walkIn: _) = offered, let option = options.first else {
            return XCTFail("nothing was offered: \(offered)")
        }
        XCTAssertEqual(option.from, LocalDate(year: 2026, month: 5, day: 14))
        XCTAssertEqual(option.vehicle.plate, "•••80K")
        let answer = try building.checkIn(booking: option.booking, vehicle: Vehicle(), by: .guest, at: Sample.at)
        XCTAssertEqual(
            answer,
            .checkedIn(booking: "n1", at: Sample.at, through: LocalDate(year: 2026, month: 5, day: 16)))
        let checkIn = CheckIn(id: "c1", at: Sample.at, by: .guest, booking: "n1")
        XCTAssertEqual(try building.record(checkIn: checkIn), .added(conflict: false, replaced: nil))
        XCTAssertEqual(try building.record(checkIn: checkIn), .known)
        XCTAssertEqual(try building.permit(booking: "n1", at: Sample.at)?.checkedIn, Sample.at)
        XCTAssertTrue(try building.document().contains("2026-05-14T22:30:00Z"))
    }

    func testDoorsAndInvites() throws {
        let building = try Sample.open()
        XCTAssertEqual(try building.doors(resident: "lena", at: Sample.at), ["lobby"])
        XCTAssertEqual(try building.enter(who: .invite(id: "g1"), door: "lobby", at: Sample.at), .granted)
        XCTAssertTrue(try building.enterCode(code: "482913", door: "lobby", at: Sample.at))
        XCTAssertFalse(try building.enterCode(code: "482914", door: "lobby", at: Sample.at))
        let starts = LocalDateTime(year: 2026, month: 5, day: 15, hour: 9, minute: 0)
        XCTAssertEqual(try building.requestInvite(resident: "lena", by: .resident, startsAt: starts), .allowed)
        XCTAssertNotEqual(try building.freeCode(entropy: .max, at: Sample.at), "5501")
        for tab in BoardTab.allCases {
            XCTAssertEqual(try building.board(tab: tab, at: Sample.at), tab == .today ? [.booking(id: "n1")] : [])
        }
    }

    func testZoneRulesComeAlongOrAreGiven() throws {
        let document = Sample.document.replacingOccurrences(of: "America/Vancouver", with: "Etc/UTC")
        XCTAssertEqual(try Building.open(document: document).zone().name, "Etc/UTC")
        let header = Data("TZif".utf8) + Data(count: 16)
        let utc = header + Data(count: 16) + Data([0, 0, 0, 1, 0, 0, 0, 4]) + Data(count: 6) + Data("UTC\0".utf8)
        let given = ZoneData(name: "Etc/UTC", version: "of the test", tzif: utc)
        XCTAssertEqual(
            try Building.open(document: document, zoneData: given).zone(),
            Zone(name: "Etc/UTC", version: "of the test"))
        for (name, tzif) in [
            ("Etc/UTC", Data()), ("Etc/UTC", header), ("Etc/UTC", utc.dropLast()), ("", utc),
            ("Etc/UTC", Data(repeating: 7, count: 100_000)),
        ] {
            let wrong = ZoneData(name: name, version: "", tzif: tzif)
            let error = try refused(try Building.open(document: document, zoneData: wrong))
            XCTAssertEqual(error.code, .malformed)
        }
    }

    func testRowsHaveIdentities() throws {
        XCTAssertEqual(SuiteHit(id: "a", number: "1208").id, "a")
        XCTAssertEqual(NameHit(name: "Lena", code: "5501").id, "5501")
        XCTAssertNotEqual(BoardRow.booking(id: "1").id, BoardRow.walkIn(id: "1").id)
        let violations = [BookingViolation.missingField(field: .plate), .missingField(field: .make), .startInPast]
        XCTAssertEqual(Set(violations.map(\.id)).count, 3)
    }
}
