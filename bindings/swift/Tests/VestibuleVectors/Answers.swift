import Foundation
import Vestibule

/// The name that the format has for a value, which is that of its case.
func word(_ value: Any) -> String {
    Mirror(reflecting: value).children.first?.label ?? "\(value)"
}

/// A value, or `null`.
func json(_ value: Any?) -> Any {
    value ?? NSNull()
}

func words(_ values: [Any]) -> [String] {
    values.map(word)
}

extension Format {
    func names(_ search: NameSearch) -> Json {
        switch search {
        case .tooShort: ["status": "tooShort"]
        case .found(let hits, let more):
            ["status": "ok", "hits": hits.map { ["name": $0.name, "code": $0.code] }, "more": more]
        }
    }

    func requested(_ answer: RequestAnswer) -> Json {
        switch answer {
        case .approved, .pending: ["approval": word(answer)]
        case .violations(let violations):
            ["violations": violations.map { figures($0).merging(["code": word($0)]) { $1 } }]
        }
    }

    private func figures(_ violation: BookingViolation) -> Json {
        switch violation {
        case .tooShort(let minutes): ["minMinutes": minutes]
        case .tooLong(let minutes): ["maxMinutes": minutes]
        case .tooFarAhead(let days): ["maxAdvanceDays": days]
        case .blackout(let from, let to): ["from": "\(from)", "to": "\(to)"]
        case .missingField(let field): ["field": word(field)]
        case .vehicleAlreadyBooked(let booking): ["booking": booking]
        case .capacityFull(let at): ["at": "\(at)"]
        case .quotaExceeded(let used, let limit, let frees):
            ["used": used, "limit": limit, "frees": json(frees?.description)]
        case .tooManyConsecutiveDays(let days, let limit): ["days": days, "limit": limit]
        case .amenityDisabled, .holderNotLivingHere, .startInPast, .outsideHours: [:]
        }
    }

    func matched(_ match: Match) -> Json {
        switch match {
        case .options(let options, let walkIn):
            ["answer": "options", "options": options.map(option), "walkIn": walkIn]
        case .alreadyCheckedIn(let next, let walkIn):
            ["answer": "alreadyCheckedIn", "nextCheckIn": json(next?.description), "walkIn": walkIn]
        case .noBooking(let contact): ["answer": "noBooking", "contact": word(contact)]
        case .walkIn(let fields): ["answer": "walkIn", "fields": words(fields)]
        }
    }

    private func option(_ of: BookingOption) -> Json {
        let vehicle = of.vehicle
        let known = [
            "plate": vehicle.plate, "region": vehicle.region, "make": vehicle.make, "model": vehicle.model,
            "color": vehicle.color,
        ]
        return [
            "booking": of.booking, "from": "\(of.from)", "through": "\(of.through)",
            "vehicle": known.compactMapValues { $0 }, "missing": words(of.missing), "similar": of.similar,
        ]
    }

    func checkedIn(_ answer: CheckInAnswer) -> Json {
        switch answer {
        case .checkedIn(let booking, let at, let through):
            ["checkedIn": ["booking": booking, "at": instants.string(from: at), "through": "\(through)"]]
        case .refused(let refusal): refused(refusal)
        }
    }

    func walkedIn(_ answer: WalkInAnswer) -> Json {
        switch answer {
        case .checkedIn(let at): ["checkedIn": ["at": instants.string(from: at)]]
        case .refused(let refusal): refused(refusal)
        }
    }

    private func refused(_ refusal: Refusal) -> Json {
        let name = word(refusal)
        return switch refusal {
        case .alreadyCheckedIn(let at): ["refused": name, "at": instants.string(from: at)]
        case .missingField(let missing): ["refused": name, "missing": words(missing)]
        case .unknownBooking, .notApproved, .ended, .holderNotLivingHere, .notToday, .bookingRequired: ["refused": name]
        }
    }

    func permit(_ of: Permit?) -> Json {
        guard let of else { return ["status": NSNull()] }
        let checkIn = of.checkedIn.map { ["state": "checkedIn", "at": instants.string(from: $0)] }
        return [
            "status": word(of.status),
            "timer": ["kind": word(of.timer.kind), "seconds": of.timer.seconds],
            "checkIn": checkIn ?? ["state": "notCheckedIn"],
            "recheckDue": of.recheckDue,
            "tab": word(of.tab),
            "actions": words(of.actions),
        ]
    }

    func row(_ of: BoardRow) -> Json {
        switch of {
        case .booking(let id): ["booking": id]
        case .walkIn(let id): ["checkIn": id]
        }
    }

    func checkedPlate(_ check: PlateCheck) -> Json {
        let answer: Json = ["answer": word(check.answer), "bookings": check.bookings]
        return check.similar.isEmpty ? answer : answer.merging(["similar": check.similar]) { $1 }
    }

    func invited(_ answer: InviteAnswer) -> Json {
        switch answer {
        case .allowed: ["allowed": true]
        case .denied(let denial): ["denied": word(denial)]
        }
    }

    func entered(_ entry: Entry) -> Json {
        switch entry {
        case .granted: ["granted": true]
        case .denied(let denial):
            switch denial {
            case .beforeMoveIn(let at), .upcoming(let at):
                ["denied": word(denial), "opensAt": instants.string(from: at)]
            case .movedOut, .revoked, .stopped, .expired, .noGrant: ["denied": word(denial)]
            }
        }
    }
}
