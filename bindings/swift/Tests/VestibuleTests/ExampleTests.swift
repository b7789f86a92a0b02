import Foundation
import Vestibule
import VestibuleExamples
import XCTest

final class ExampleTests: XCTestCase {
    func testACountdownFromBeforeItsStartToAfterItsEnd() throws {
        let building = try Sample.open()
        let countdown = PermitCountdown(of: "n1", in: building)
        func card(_ wall: String) throws -> PermitCountdown.Card {
            let at = try XCTUnwrap(LocalDateTime(wall)?.instant(in: vancouver()))
            return try XCTUnwrap(try countdown.card(at: at))
        }
        var shown = try card("2026-05-13T11:59")
        XCTAssertEqual([shown.title, shown.time], ["Starts in", "1 day 00:01:00"])
        XCTAssertNil(shown.hint)
        shown = try card("2026-05-14T12:00")
        XCTAssertEqual([shown.title, shown.time, shown.hint], ["Ends in", "1 day 22:00:00", "Check in at the door"])
        XCTAssertEqual(shown.turnsAt, LocalDateTime("2026-05-16T10:00")?.instant(in: try vancouver()))
        _ = try building.record(checkIn: CheckIn(id: "c1", at: Sample.at, by: .guest, booking: "n1"))
        XCTAssertNil(try card("2026-05-16T09:59").hint)
        XCTAssertEqual(try card("2026-05-16T09:59").time, "00:01:00")
        shown = try card("2026-05-18T10:00")
        XCTAssertEqual([shown.title, shown.time], ["Ended", "2 days 00:00:00"])
        XCTAssertNil(shown.turnsAt)
        XCTAssertEqual(try refused(try PermitCountdown(of: "x", in: building).card(at: Sample.at)).code, .unknown)
    }

    func testAFormIsFilledIn() throws {
        let arrival = Sample.at.addingTimeInterval(7 * 86_400)
        var form = BookingForm(
            for: "lena", in: "a", amenity: "visitor", building: try Sample.open(), zone: try vancouver(),
            arrival: arrival)
        XCTAssertEqual(try form.check(at: Sample.at), .wrong([.vehicle(.plate): ["This is needed"]]))
        form.plate = "gst 1"
        XCTAssertEqual(try form.check(at: Sample.at), .ready(needsApproval: false))
        XCTAssertEqual(form.request.start, LocalDateTime("2026-05-21T15:30"))
        form.departure = arrival.addingTimeInterval(60)
        XCTAssertEqual(try form.check(at: Sample.at), .wrong([.departure: ["Stay 60 minutes or longer"]]))
        form.departure = arrival
        XCTAssertEqual(try form.check(at: Sample.at), .wrong([.departure: ["Leave after you arrive"]]))
        form.arrival = Sample.at.addingTimeInterval(-86_400)
        form.departure = Sample.at
        form.plate = "RT5-80K"
        XCTAssertEqual(
            try form.check(at: Sample.at),
            .wrong([
                .arrival: ["This is in the past"],
                .vehicle(.plate): ["This vehicle is booked at that time already"],
            ]))
    }

    private func vancouver() throws -> TimeZone {
        try XCTUnwrap(TimeZone(identifier: "America/Vancouver"))
    }
}
