import Foundation
import XCTest

@testable import Vestibule

final class TimeTests: XCTestCase {
    private let vancouver = TimeZone(identifier: "America/Vancouver")!

    func testComponentsAreGregorianWhateverTheUserHasChosen() throws {
        let day = LocalDate(year: 2026, month: 5, day: 14)
        XCTAssertEqual(day.dateComponents.calendar?.identifier, .gregorian)
        XCTAssertEqual(LocalDate(day.dateComponents), day)
        let minute = LocalDateTime(date: day, hour: 22, minute: 5)
        XCTAssertEqual(LocalDateTime(minute.dateComponents), minute)
        XCTAssertNil(LocalDate(DateComponents(calendar: Calendar(identifier: .buddhist), year: 2569, month: 5, day: 14)))
        XCTAssertNil(LocalDate(DateComponents(year: 2026, month: 5)))
        XCTAssertNil(LocalDateTime(DateComponents(year: 2026, month: 5, day: 14, hour: 3)))
        let iso = DateComponents(calendar: Calendar(identifier: .iso8601), year: 2026, month: 5, day: 14)
        XCTAssertEqual(LocalDate(iso), day)
    }

    func testDatesAreDaysOnTheirWay() {
        XCTAssertEqual(LocalDate(days: 0), LocalDate(year: 1970, month: 1, day: 1))
        XCTAssertEqual(LocalDate(year: 2199, month: 12, day: 31).days, 84_005)
        var day = LocalDate(year: 1969, month: 12, day: 31)
        for days in Int32(0)...84_005 {
            let next = LocalDate(days: days)
            XCTAssertEqual(next.days, days)
            XCTAssertLessThan(day, next)
            day = next
        }
        XCTAssertEqual(day, LocalDate(year: 2199, month: 12, day: 31))
        for (year, month, day) in [(2026, 2, 29), (2026, 4, 31), (2026, 13, 1), (0, 1, 1), (2026, 1, 0), (Int.max, 1, 1)] {
            XCTAssertEqual(LocalDate(year: year, month: month, day: day).days, .min)
        }
    }

    func testInstantsAndWallTimes() throws {
        let wall = LocalDateTime(year: 2026, month: 5, day: 14, hour: 15, minute: 30)
        XCTAssertEqual(LocalDateTime(Sample.at.addingTimeInterval(59.9), in: vancouver), wall)
        XCTAssertEqual(wall.instant(in: vancouver), Sample.at)
        let tokyo = try XCTUnwrap(TimeZone(identifier: "Asia/Tokyo"))
        XCTAssertEqual(LocalDate(Sample.at, in: tokyo), LocalDate(year: 2026, month: 5, day: 15))
    }

    func testWritten() {
        XCTAssertEqual(LocalDate("2026-05-04")?.description, "2026-05-04")
        XCTAssertEqual(LocalDateTime("2026-05-04T07:09")?.description, "2026-05-04T07:09")
        for wrong in ["", "2026-5-4", "2026-05-04 ", "2026/05/04", "2026-05-0a", "+026-05-04", "２０２６-05-04", "20260-5-04"] {
            XCTAssertNil(LocalDate(wrong), wrong)
        }
        for wrong in ["2026-05-04", "2026-05-04 07:09", "2026-05-04T07:09:00", "2026-05-04T7:009", "2026-05-04T07-09"] {
            XCTAssertNil(LocalDateTime(wrong), wrong)
        }
        XCTAssertLessThan(LocalDate(year: 2025, month: 12, day: 31), LocalDate(year: 2026, month: 1, day: 1))
    }

    /// Every millisecond that goes in comes out, although a date counts seconds in floating point.
    func testMillisecondsAreKept() {
        let years = 0..<Int64(7_258_118_400_000)
        for start in stride(from: years.lowerBound, to: years.upperBound, by: 86_399_993_117) {
            for whole in start..<start + 1_000 {
                let instant = Date(timeIntervalSince1970: TimeInterval(whole) / 1_000)
                XCTAssertEqual(millis(of: instant), whole)
                XCTAssertEqual(millis(of: instant.addingTimeInterval(0.000_9)), whole)
            }
        }
    }
}
