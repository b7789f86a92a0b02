import Foundation
import Vestibule

/// What a guest's phone shows of a permit. It has no screen and no clock: ask it once a second, and show what it says.
public struct PermitCountdown {
    /// What is to be shown.
    public struct Card: Equatable, Sendable {
        /// `Starts in`, `Ends in` or `Ended`.
        public let title: String
        /// `1 day 04:05:06`.
        public let time: String
        /// When the count reaches zero; nothing when it has.
        public let turnsAt: Date?
        /// What the guest is to do now, if anything.
        public let hint: String?
    }

    private let building: Building
    private let booking: String

    public init(of booking: String, in building: Building) {
        (self.building, self.booking) = (building, booking)
    }

    /// The card at an instant; nothing when the booking was rejected or cancelled.
    public func card(at now: Date) throws -> Card? {
        guard let permit = try building.permit(booking: booking, at: now) else { return nil }
        let seconds = permit.timer.seconds
        let (title, turns) =
            switch permit.timer.kind {
            case .until: ("Starts in", true)
            case .remaining: ("Ends in", true)
            case .since: ("Ended", false)
            }
        return Card(
            title: title,
            time: Self.spoken(seconds),
            turnsAt: turns ? now.addingTimeInterval(TimeInterval(seconds)) : nil,
            hint: Self.hint(permit))
    }

    private static func hint(_ permit: Permit) -> String? {
        switch permit.status {
        case .pendingApproval: "Waiting for approval"
        case .active where permit.recheckDue: "Check in again today"
        case .active where permit.checkedIn == nil: "Check in at the door"
        case .active, .upcoming, .expired: nil
        }
    }

    private static func spoken(_ seconds: Int64) -> String {
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60)
        let clock = [hours, minutes, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return switch days {
        case 0: clock
        case 1: "1 day \(clock)"
        default: "\(days) days \(clock)"
        }
    }
}
