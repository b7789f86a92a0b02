import Foundation

/// A date of the building's calendar, which is the Gregorian one, whatever calendar the user has chosen.
///
/// It may be made of any numbers; the library refuses what is no date of the years 1970 to 2199.
public struct LocalDate: Hashable, Comparable, Sendable, LosslessStringConvertible {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date at an instant in a time zone: the building's, unless you mean another.
    public init(_ instant: Date, in zone: TimeZone) {
        self = LocalDateTime(instant, in: zone).date
    }

    /// A date as `YYYY-MM-DD`; nothing when it is written otherwise.
    public init?(_ description: String) {
        var text = description
        guard let date = text.withUTF8(Self.init(written:)) else { return nil }
        self = date
    }

    fileprivate init?(written text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date so many days after 1970-01-01.
    init(days: Int32) {
        // Counted from a first of March: every four hundred years are alike then, and so is every month's place in the year.
        let sinceMarch = Int(days) + 719_468
        let cycle = (sinceMarch >= 0 ? sinceMarch : sinceMarch - 146_096) / 146_097
        let day = sinceMarch - cycle * 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let ofYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        self.init(
            year: cycle * 400 + year + (month < 10 ? 0 : 1), month: month < 10 ? month + 3 : month - 9,
            day: ofYear - (153 * month + 2) / 5 + 1)
    }

    /// Days since 1970-01-01. Nothing that is asked has a date in it; should something once, then what is no date is
    /// refused by the library.
    var days: Int32 {
        guard (1...9_999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return .min }
        let sinceMarch = month > 2 ? year : year - 1
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = Int32(365 * sinceMarch + sinceMarch / 4 - sinceMarch / 100 + sinceMarch / 400 + ofYear - 719_468)
        return Self(days: days) == self ? days : .min
    }

    /// The date in components; nothing when a year, month or day is missing, or they are of another calendar.
    public init?(_ components: DateComponents) {
        guard isGregorian(components), let year = components.year, let month = components.month, let day = components.day
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// As components of the Gregorian calendar, for Foundation's and the system's own calendars.
    public var dateComponents: DateComponents {
        DateComponents(calendar: Calendar(identifier: .gregorian), year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

/// A minute on the building's clocks, whatever their zone.
///
/// It may be made of any numbers; the library refuses what is no wall time of the years 1970 to 2199.
public struct LocalDateTime: Hashable, Comparable, Sendable, LosslessStringConvertible {
    public let date: LocalDate
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int

    public init(date: LocalDate, hour: Int, minute: Int) {
        self.date = date
        self.hour = hour
        self.minute = minute
    }

    public init(year: Int, month: Int, day: Int, hour: Int, minute: Int) {
        self.init(date: LocalDate(year: year, month: month, day: day), hour: hour, minute: minute)
    }

    /// What clocks show at an instant in a time zone: the building's, unless you mean another. Seconds are cut off.
    public init(_ instant: Date, in zone: TimeZone) {
        let shown = gregorian(in: zone).dateComponents([.year, .month, .day, .hour, .minute], from: instant)
        self.init(
            year: shown.year ?? 0, month: shown.month ?? 0, day: shown.day ?? 0,
            hour: shown.hour ?? 0, minute: shown.minute ?? 0)
    }

    /// A wall time as `YYYY-MM-DDTHH:MM`; nothing when it is written otherwise.
    public init?(_ description: String) {
        var text = description
        guard let time = text.withUTF8(Self.init(written:)) else { return nil }
        self = time
    }

    private init?(written text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 16, text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
            let date = LocalDate(written: UnsafeBufferPointer(rebasing: text[0..<10])),
            let hour = number(text[11..<13]), let minute = number(text[14..<16])
        else { return nil }
        self.init(date: date, hour: hour, minute: minute)
    }

    /// The wall time in components; nothing when any but the seconds is missing, or they are of another calendar.
    public init?(_ components: DateComponents) {
        guard let date = LocalDate(components), let hour = components.hour, let minute = components.minute
        else { return nil }
        self.init(date: date, hour: hour, minute: minute)
    }

    /// As components of the Gregorian calendar, for Foundation's and the system's own calendars.
    public var dateComponents: DateComponents {
        var components = date.dateComponents
        components.hour = hour
        components.minute = minute
        return components
    }

    /// An instant at which clocks in a time zone show this, for a date picker. Where clocks are put forward or back,
    /// Foundation chooses one, which need not be the one that the rules choose (SPEC 1.5): pass on the wall time itself.
    public func instant(in zone: TimeZone) -> Date? {
        gregorian(in: zone).date(from: dateComponents)
    }

    /// `YYYY-MM-DDTHH:MM`.
    public var description: String {
        "\(date)T\(padded(hour, to: 2)):\(padded(minute, to: 2))"
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.date, left.hour, left.minute) < (right.date, right.hour, right.minute)
    }
}

/// An instant as the library carries it. A date counts seconds in floating point, so that a whole millisecond may come back
/// a little less than it was: up to a hundredth of one is added before the rest is cut off. What no number can carry becomes
/// the nearest that can, which the library refuses.
func millis(of instant: Date) -> Int64 {
    let millis = (instant.timeIntervalSince1970 * 1000 + 0.01).rounded(.down)
    return Int64(exactly: millis) ?? (millis > 0 ? .max : .min)
}

/// A time that the library answered with.
func answered<Time: LosslessStringConvertible>(_ text: String) throws -> Time {
    guard let time = Time(text) else { throw brokenAnswer("the library answered with no time") }
    return time
}

private func gregorian(in zone: TimeZone) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
}

private func isGregorian(_ components: DateComponents) -> Bool {
    guard let calendar = components.calendar else { return true }
    return [.gregorian, .iso8601].contains(calendar.identifier)
}

private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var number = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
}

private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
