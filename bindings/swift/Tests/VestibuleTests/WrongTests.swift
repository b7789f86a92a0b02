import Foundation
import Vestibule
import XCTest

final class WrongTests: XCTestCase {
    func testAClosedBuildingIsRefused() throws {
        let building = try Sample.open()
        building.close()
        building.close()
        let calls: [() throws -> Any] = [
            { try building.document() }, { try building.zone() }, { try building.searchSuites(query: "12") },
            { try building.permit(booking: "n1", at: Sample.at) as Any }, { try building.otherVisitorShortcut() },
            { try building.record(checkIn: CheckIn(id: "c1", at: Sample.at, by: .guest, booking: "n1")) },
        ]
        for call in calls {
            XCTAssertEqual(try refused(try call()).code, .closed)
        }
    }

    func testWhatIsRefusedSaysWhere() throws {
        func opened(_ document: String) throws -> String {
            let error = try refused(try Building.open(document: document))
            XCTAssertFalse(error.detail.isEmpty)
            return "\(error.code) \(error.path)"
        }
        let moon = Sample.document.replacingOccurrences(of: "America/Vancouver", with: "Moon/Sea")
        XCTAssertEqual(try opened(""), "malformed ")
        XCTAssertEqual(try opened("\0"), "malformed ")
        XCTAssertEqual(try opened(String(repeating: "[", count: 100_000)), "malformed ")
        XCTAssertEqual(try opened(String(repeating: "é", count: 1_000_000)), "malformed ")
        XCTAssertEqual(try opened("{\"colour\":1," + Sample.document.dropFirst()), "unknownField colour")
        XCTAssertEqual(try opened(moon), "malformed building.zone")

        let building = try Sample.open()
        let unknown = try refused(try building.permit(booking: "x", at: Sample.at))
        XCTAssertEqual([unknown.path, "\(unknown.code)"], ["booking", "unknown"])
        XCTAssertEqual(unknown.localizedDescription, unknown.description)
        XCTAssertTrue(unknown.description.hasPrefix("unknown at booking: "), unknown.description)
        let both = CheckIn(id: "c1", at: Sample.at, by: .guest, booking: "n1", host: .visitor)
        XCTAssertEqual(try refused(try building.record(checkIn: both)).path, "checkIn")
    }

    func testTimesThatTheLibraryDoesNotKnow() throws {
        let building = try Sample.open()
        for seconds in [-1, 7_258_118_400, 1e300, -1e300, .infinity, -.infinity, .nan] {
            let error = try refused(try building.permit(booking: "n1", at: Date(timeIntervalSince1970: seconds)))
            XCTAssertEqual([error.path, "\(error.code)"], ["at", "malformed"], "\(seconds)")
        }
        for (year, month, day, hour, minute) in [
            (2026, 2, 30, 9, 0), (2026, 13, 1, 9, 0), (2026, 1, 1, 24, 0), (2026, 1, 1, 9, 60), (1969, 1, 1, 9, 0),
            (2200, 1, 1, 9, 0), (-1, 1, 1, 9, 0), (.max, .max, .max, .max, .max), (.min, .min, .min, .min, .min),
        ] {
            let wall = LocalDateTime(year: year, month: month, day: day, hour: hour, minute: minute)
            let error = try refused(try building.requestInvite(resident: "lena", by: .staff, startsAt: wall))
            XCTAssertEqual([error.path, "\(error.code)"], ["startsAt", "malformed"], "\(wall)")
        }
    }

    func testEveryCallWithWrongTexts() throws {
        let building = try Sample.open()
        let at = Sample.at
        for text in ["", " ", "\0", "a\u{0}b", "\u{FFFD}", "👨‍👩‍👧", String(repeating: "é", count: 70_000), "\u{202E}nel"] {
            let vehicle = Vehicle(plate: text, region: text, make: text, model: text, color: text)
            let wall = LocalDateTime(year: 2026, month: 5, day: 15, hour: 9, minute: 0)
            let request = BookingRequest(
                amenity: text, holder: .manager(id: text), suite: text, start: wall, end: wall, vehicle: vehicle,
                space: text, guestName: text)
            let answers: [() throws -> Any] = [
                { try building.approve(booking: text, at: at) },
                { try building.checkIn(booking: text, vehicle: vehicle, by: .staff(id: text), at: at) },
                { try building.checkPlate(plate: text, region: text, at: at) },
                { try building.dialCode(code: text, at: at) },
                { try building.doors(resident: text, at: at) },
                { try building.enter(who: .resident(id: text), door: text, at: at) },
                { try building.enterCode(code: text, door: text, at: at) },
                { try building.inviteStatus(invite: text, at: at) },
                { try building.matchBookings(target: .suite(id: text), at: at) },
                { try building.matchPlate(plate: text, region: text, at: at) },
                { try building.permit(booking: text, at: at) as Any },
                { try building.record(checkIn: CheckIn(id: text, at: at, by: .guest, host: .suite(id: text))) },
                { try building.requestBooking(request: request, at: at) },
                { try building.requestInvite(resident: text, by: .staff, startsAt: wall) },
                { try building.searchNames(query: text, at: at) },
                { try building.searchPermits(query: text, at: at) },
                { try building.searchSuites(query: text) },
                { try building.staffSearch(query: text, at: at) },
                { try building.validateResident(resident: text, at: at) },
                { try building.walkIn(host: .suite(id: text), vehicle: vehicle, at: at) },
            ]
            for answer in answers {
                do {
                    let answered = try answer()
                    XCTAssertLessThan("\(answered)".utf8.count, 1 << 20)
                } catch let error as VestibuleError {
                    XCTAssertNotEqual(error.code, .internal)
                    XCTAssertFalse(error.detail.isEmpty)
                }
            }
        }
        XCTAssertEqual(try building.doors(resident: "lena", at: at), ["lobby"])
    }
}
