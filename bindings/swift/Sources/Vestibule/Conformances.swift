import Foundation

extension VestibuleError: LocalizedError, CustomStringConvertible {
    /// What is wrong.
    public var code: ErrorCode {
        switch self { case .Refused(let code, _, _): code }
    }

    /// The place within what was passed, such as `request.start`; empty for all of it.
    public var path: String {
        switch self { case .Refused(_, let path, _): path }
    }

    /// What would be right.
    public var detail: String {
        switch self { case .Refused(_, _, let detail): detail }
    }

    /// For a log: it names places, never persons.
    public var description: String { path.isEmpty ? "\(code): \(detail)" : "\(code) at \(path): \(detail)" }

    /// For a developer, in English; what a user reads is yours to say, by `code` and `path`.
    public var errorDescription: String? { description }
}

extension CheckIn: Identifiable {}
extension ManagementContact: Identifiable {}
extension SuiteHit: Identifiable {}

extension BookingOption: Identifiable {
    /// Id of the booking.
    public var id: String { booking }
}

extension NameHit: Identifiable {
    /// The directory code, which no other resident has.
    public var id: String { code }
}

extension BoardRow: Identifiable {
    /// The row: a booking and a check-in may have the same id.
    public var id: Self { self }
}

extension BookingViolation: Identifiable {
    /// The violation: each is listed once.
    public var id: Self { self }
}

extension ProfileViolation: Identifiable {
    /// The violation: each is listed once.
    public var id: Self { self }
}
