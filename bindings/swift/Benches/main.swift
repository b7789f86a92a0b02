// What a call takes, beside one that decides nothing, and what opening takes: `VestibuleBench DOCUMENTS`. Processor time is
// measured, and the best of many short rounds is printed, because the others are this machine's business.

import Foundation
import Vestibule

let rounds = 500

/// Nanoseconds of processor time that this thread has taken.
func taken() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Microseconds that a call takes, in the quickest round.
func best(of times: Int, _ call: () throws -> Void) rethrows -> Double {
    var quickest = UInt64.max
    for _ in 0..<rounds {
        let start = taken()
        for _ in 0..<times {
            try call()
        }
        quickest = min(quickest, taken() - start)
    }
    return Double(quickest) / Double(times) / 1_000
}

/// A number with one digit after the point.
func tenths(_ number: Double) -> String {
    String(format: "%.1f", number)
}

/// A text filled up with blanks, at its end or before it.
func column(_ text: String, _ width: Int, right: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return right ? blanks + text : text + blanks
}

/// What is measured on, as one JSON object.
struct Documents {
    private let all: [String: Any]

    init(path: String) throws {
        let json = try JSONSerialization.jsonObject(with: try Data(contentsOf: URL(fileURLWithPath: path)))
        all = json as? [String: Any] ?? [:]
    }

    var at: Date { Date(timeIntervalSince1970: (all["at"] as? Double ?? 0) / 1_000) }

    func document(_ name: String) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: all[name] ?? [:]), as: UTF8.self)
    }

    func firstID(of list: String, in name: String) -> String {
        let records = (all[name] as? [String: Any])?[list] as? [[String: Any]]
        return records?.first?["id"] as? String ?? ""
    }
}

guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: VestibuleBench DOCUMENTS\n".utf8))
    exit(2)
}
let documents = try Documents(path: CommandLine.arguments[1])
let at = documents.at
let small = try documents.document("small")
let five = try Building.open(document: try documents.document("five"))
let building = try Building.open(document: small)
let target = Target.resident(id: documents.firstID(of: "residents", in: "five"))
let booking = documents.firstID(of: "bookings", in: "small")

let trivial = try best(of: 1_000) { _ = try five.otherVisitorShortcut() }
let permit = try best(of: 200) { _ = try building.permit(booking: booking, at: at) }
let match = try best(of: 200) { _ = try five.matchBookings(target: target, at: at) }
let names = try best(of: 20) { _ = try building.searchNames(query: "mar", at: at) }
let opening = try best(of: 1) { try Building.open(document: small).close() }

print("\(column("call", 52)) \(column("takes", 10, right: true))   goal     of the floor")
for (name, took, goal) in [
    ("a call that decides nothing (the floor)", trivial, ""),
    ("a permit's status and timer", permit, "3 us"),
    ("a guest's decision with five bookings", match, "3 us"),
    ("a name search among 300 residents", names, ""),
    ("opening a document of 300 residents and 300 bookings", opening, "10 ms"),
] {
    let time = took < 1_000 ? "\(tenths(took)) us" : "\(tenths(took / 1_000)) ms"
    print("\(column(name, 52)) \(column(time, 10, right: true))   \(column(goal, 8)) \(tenths(took / trivial))")
}
