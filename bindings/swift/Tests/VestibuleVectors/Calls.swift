import Foundation
import Vestibule

typealias Json = [String: Any]

/// The calls of the conformance format through the package, and its answers as the conformance format has them.
struct Format {
    /// `2026-05-14T22:30:00Z`.
    let instants = ISO8601DateFormatter()
    private let fractions: ISO8601DateFormatter = {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions.insert(.withFractionalSeconds)
        return formatter
    }()

    /// Answers one case.
    func answer(_ of: Fields) throws -> Json {
        let now = try of.text("now")
        guard let at = instants.date(from: now) ?? fractions.date(from: now) else {
            throw NoCase(description: "now is no instant: \(now)")
        }
        do {
            let building = try Building.open(document: try of.json("document"))
            defer { building.close() }
            return try ask(building, try of.object("call"), at)
        } catch let error as VestibuleError {
            // The instant that is asked about has another name in the package.
            return ["error": "\(error.code)", "path": error.path == "at" ? "now" : error.path]
        }
    }

    private func ask(_ building: Building, _ call: Fields, _ at: Date) throws -> Json {
        switch try call.text("op") {
        case "searchNames": return names(try building.searchNames(query: try call.text("query"), at: at))
        case "searchSuites":
            return ["hits": try building.searchSuites(query: try call.text("query")).map(\.number)]
        case "dialCode":
            let dialled = try building.dialCode(code: try call.text("code"), at: at)
            return dialled.found ? ["found": true, "name": json(dialled.name)] : ["found": false]
        case "validateResident":
            let found = try building.validateResident(resident: try call.json("resident"), at: at)
            return ["violations": found.map { ["path": $0.path, "code": $0.code] }]
        case "staffSearch": return ["residents": try building.staffSearch(query: try call.text("query"), at: at)]
        case "requestInvite":
            let starts: LocalDateTime = try wall(call, "startsAt")
            let answer = try building.requestInvite(
                resident: try call.text("resident"), by: try call.word("by"), startsAt: starts)
            return invited(answer)
        case "inviteStatus":
            return ["status": word(try building.inviteStatus(invite: try call.text("invite"), at: at))]
        case "enter":
            let who = try call.form("who", ["resident": Who.resident(id:), "invite": Who.invite(id:)])
            return entered(try building.enter(who: who, door: try call.text("door"), at: at))
        case "enterCode":
            let (code, door) = (try call.text("code"), try call.text("door"))
            return ["granted": try building.enterCode(code: code, door: door, at: at)]
        case "doors": return ["doors": try building.doors(resident: try call.text("resident"), at: at)]
        default: return try askAboutParking(building, call, at)
        }
    }

    private func askAboutParking(_ building: Building, _ call: Fields, _ at: Date) throws -> Json {
        switch try call.text("op") {
        case "requestBooking":
            return requested(try building.requestBooking(request: try bookingRequest(call.object("request")), at: at))
        case "approve":
            let answer = try building.approve(booking: try call.text("booking"), at: at)
            return [answer == .approved ? "approval" : "refused": word(answer)]
        case "matchBookings":
            let target = try call.form("target", ["resident": Target.resident(id:), "suite": Target.suite(id:)])
            return matched(try building.matchBookings(target: target, at: at))
        case "matchPlate":
            let (plate, region) = (try call.text("plate"), try call.optional("region"))
            return matched(try building.matchPlate(plate: plate, region: region, at: at))
        case "checkIn":
            let by: By = call.of["by"] as? String == "guest" ? .guest : try call.form("by", ["staff": By.staff(id:)])
            return checkedIn(
                try building.checkIn(booking: try call.text("booking"), vehicle: try vehicle(call), by: by, at: at))
        case "walkIn":
            let host = try call.form(
                "host", ["resident": VisitHost.resident(id:), "suite": VisitHost.suite(id:), "visitor": { _ in .visitor }])
            return walkedIn(try building.walkIn(host: host, vehicle: try vehicle(call), at: at))
        case "permit": return permit(try building.permit(booking: try call.text("booking"), at: at))
        case "board": return ["rows": try building.board(tab: try call.word("tab"), at: at).map(row)]
        case "searchPermits":
            return ["bookings": try building.searchPermits(query: try call.text("query"), at: at)]
        case "checkPlate":
            let (plate, region) = (try call.text("plate"), try call.optional("region"))
            return checkedPlate(try building.checkPlate(plate: plate, region: region, at: at))
        case "callManagement":
            guard let contact = try building.callManagement(at: at) else { return ["visible": false] }
            return ["visible": true, "contact": contact.id]
        case "otherVisitorShortcut": return ["available": try building.otherVisitorShortcut()]
        case let other: throw NoCase(description: "there is no call \(other)")
        }
    }

    private func bookingRequest(_ of: Fields) throws -> BookingRequest {
        BookingRequest(
            amenity: try of.text("amenity"),
            holder: try of.form("holder", ["resident": Holder.resident(id:), "manager": Holder.manager(id:)]),
            suite: try of.text("suite"),
            start: try wall(of, "start"),
            end: try wall(of, "end"),
            vehicle: try vehicle(of),
            space: try of.optional("space"),
            guestName: try of.optional("guestName"))
    }

    private func vehicle(_ of: Fields) throws -> Vehicle {
        guard of.of["vehicle"] != nil else { return Vehicle() }
        let keys = try of.object("vehicle")
        return Vehicle(
            plate: try keys.optional("plate"), region: try keys.optional("region"), make: try keys.optional("make"),
            model: try keys.optional("model"), color: try keys.optional("color"))
    }

    private func wall(_ of: Fields, _ key: String) throws -> LocalDateTime {
        guard let time = LocalDateTime(try of.text(key)) else { throw NoCase(description: "\(key) is no wall time") }
        return time
    }
}
