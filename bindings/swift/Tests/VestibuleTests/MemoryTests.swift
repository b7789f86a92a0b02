// Where the system says in a file how much memory a process has.
#if os(Linux)
import Foundation
import Vestibule
import XCTest

/// A hundred thousand calls, and ten thousand buildings opened and closed, take no more memory than a tenth of them.
final class MemoryTests: XCTestCase {
    func testQuestions() throws {
        let building = try Sample.open()
        try steady(100_000) { _ = try building.matchBookings(target: .resident(id: "lena"), at: Sample.at) }
        try steady(100_000) { _ = try building.searchNames(query: "lena", at: Sample.at) }
    }

    func testErrors() throws {
        let building = try Sample.open()
        try steady(100_000) {
            do {
                _ = try building.permit(booking: "x", at: Sample.at)
                XCTFail("it was not refused")
            } catch is VestibuleError {}
        }
    }

    func testOpeningAndClosing() throws {
        try steady(10_000) { try Sample.open().close() }
    }

    func testWhatIsForgottenIsClosed() throws {
        try steady(10_000) { _ = try Sample.open() }
    }

    /// What an allocator may still take in steps.
    private let room = 2 * 1_024 * 1_024

    private func steady(_ times: Int, _ call: () throws -> Void, line: UInt = #line) throws {
        for _ in 0..<times / 10 {
            try call()
        }
        let before = try resident()
        for _ in 0..<times {
            try call()
        }
        let grown = try resident() - before
        XCTAssertLessThan(grown, room, "bytes more", line: line)
    }

    private func resident() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .ascii).split(separator: " ")
        return try XCTUnwrap(Int(pages[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
#endif
