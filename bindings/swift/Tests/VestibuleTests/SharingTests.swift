import Foundation
import Vestibule
import XCTest

/// Several tasks, on as many threads as the machine has, at one building.
final class SharingTests: XCTestCase {
    func testTasksShareABuilding() async throws {
        let building = try Sample.open()
        let expected = try building.matchBookings(target: .suite(id: "a"), at: Sample.at)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try (0..<5_000).count { _ in
                        try building.matchBookings(target: .suite(id: "a"), at: Sample.at) != expected
                    }
                }
            }
            group.addTask {
                // Of another stay: what the others ask stays as it is.
                for turn in 0..<500 {
                    let at = Sample.at.addingTimeInterval(-30 * 86_400)
                    _ = try building.record(checkIn: CheckIn(id: "c\(turn)", at: at, by: .guest, booking: "n1"))
                }
                return 0
            }
            for try await wrong in group {
                XCTAssertEqual(wrong, 0)
            }
        }
    }

    func testABuildingClosedWhileItIsAsked() async throws {
        let building = try Sample.open()
        let codes = await withTaskGroup(of: ErrorCode?.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do {
                        while true {
                            _ = try building.matchBookings(target: .suite(id: "a"), at: Sample.at)
                            // There may be fewer threads than tasks, and one of them closes.
                            await Task.yield()
                        }
                    } catch {
                        return (error as? VestibuleError)?.code
                    }
                }
            }
            group.addTask {
                building.close()
                return .closed
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        XCTAssertEqual(codes, Array(repeating: .closed, count: 5))
    }
}

extension Sequence {
    /// How many elements a condition holds for.
    fileprivate func count(where holds: (Element) throws -> Bool) rethrows -> Int {
        try reduce(0) { try $0 + (holds($1) ? 1 : 0) }
    }
}
