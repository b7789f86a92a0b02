import Foundation
import Vestibule

/// A form by which a resident books parking for a guest. It has no screen: bind its fields, and show what `check` says.
public struct BookingForm {
    /// A place on the screen that a message belongs to.
    public enum Field: Hashable, Sendable {
        case arrival, departure, vehicle(VehicleField), whole
    }

    /// What the form says after a check.
    public enum State: Equatable, Sendable {
        /// It can be sent; someone may have to approve it.
        case ready(needsApproval: Bool)
        /// Something is to be changed first.
        case wrong([Field: [String]])
    }

    /// What date pickers show, in the building's time zone.
    public var arrival: Date
    public var departure: Date
    public var plate = ""
    public var make = ""
    public var model = ""
    public var color = ""
    public var guestName = ""

    private let building: Building
    private let zone: TimeZone
    private let amenity: String
    private let resident: String
    private let suite: String

    /// An empty form. `zone` is the building's, for the date pickers too.
    public init(
        for resident: String, in suite: String, amenity: String, building: Building, zone: TimeZone, arrival: Date
    ) {
        (self.building, self.zone, self.amenity, self.resident, self.suite) = (building, zone, amenity, resident, suite)
        (self.arrival, departure) = (arrival, arrival.addingTimeInterval(2 * 3_600))
    }

    /// What would be sent.
    public var request: BookingRequest {
        BookingRequest(
            amenity: amenity,
            holder: .resident(id: resident),
            suite: suite,
            start: LocalDateTime(arrival, in: zone),
            end: LocalDateTime(departure, in: zone),
            vehicle: Vehicle(plate: plate, make: make, model: model, color: color),
            guestName: guestName)
    }

    /// Whether it can be sent, and what is to be changed. Cheap enough for every keystroke.
    public func check(at now: Date) throws -> State {
        do {
            switch try building.requestBooking(request: request, at: now) {
            case .approved: return .ready(needsApproval: false)
            case .pending: return .ready(needsApproval: true)
            case .violations(let violations):
                let said = violations.map(Self.message)
                return .wrong(Dictionary(grouping: said, by: \.field).mapValues { $0.map(\.text) })
            }
        } catch let error as VestibuleError where error.code == .order {
            return .wrong([.departure: ["Leave after you arrive"]])
        }
    }

    private static func message(_ violation: BookingViolation) -> (field: Field, text: String) {
        switch violation {
        case .amenityDisabled: (.whole, "Visitor parking cannot be booked here")
        case .holderNotLivingHere: (.arrival, "You do not live in this suite then")
        case .startInPast: (.arrival, "This is in the past")
        case .tooShort(let minutes): (.departure, "Stay \(minutes) minutes or longer")
        case .tooLong(let minutes): (.departure, "Stay \(minutes) minutes or shorter")
        case .tooFarAhead(let days): (.arrival, "Book \(days) days ahead or fewer")
        case .outsideHours: (.arrival, "Visitor parking is closed for some of this time")
        case .blackout(let from, let to): (.arrival, "Visitor parking is closed from \(from) to \(to)")
        case .missingField(let field): (.vehicle(field), "This is needed")
        case .vehicleAlreadyBooked: (.vehicle(.plate), "This vehicle is booked at that time already")
        case .capacityFull(let at): (.arrival, "All spaces are taken at \(at)")
        case .quotaExceeded(let used, let limit, nil): (.whole, "\(used) of \(limit) days are used")
        case .quotaExceeded(let used, let limit, let frees?):
            (.whole, "\(used) of \(limit) days are used; more on \(frees)")
        case .tooManyConsecutiveDays(let days, let limit): (.departure, "\(days) days in a row are more than \(limit)")
        }
    }
}
