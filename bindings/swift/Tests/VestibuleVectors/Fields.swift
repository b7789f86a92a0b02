import Foundation

/// What a case has that the conformance format does not know.
struct NoCase: Error {
    let description: String
}

/// The keys of a JSON object, each of the type that the format gives it.
struct Fields {
    let of: [String: Any]
    private let place: String

    init(_ json: Any?, of place: String) throws {
        guard let of = json as? [String: Any] else { throw NoCase(description: "\(place) is no object") }
        (self.of, self.place) = (of, place)
    }

    func optional(_ key: String) throws -> String? {
        guard let value = of[key] else { return nil }
        guard let text = value as? String else { throw NoCase(description: "\(place).\(key) is no text") }
        return text
    }

    func text(_ key: String) throws -> String {
        guard let text = try optional(key) else { throw NoCase(description: "\(place).\(key) is missing") }
        return text
    }

    func object(_ key: String) throws -> Fields {
        try Fields(of[key], of: "\(place).\(key)")
    }

    func json(_ key: String) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: try object(key).of), as: UTF8.self)
    }

    /// `{"resident": id}` as one of the forms that are named so.
    func form<Form>(_ key: String, _ forms: [String: (String) -> Form]) throws -> Form {
        let keys = try object(key)
        guard let (name, value) = keys.of.first, let form = forms[name] else {
            throw NoCase(description: "\(place).\(key) is of no known form")
        }
        return form(value as? String ?? "")
    }

    /// A word of the format as the value of that name.
    func word<Value: CaseIterable>(_ key: String) throws -> Value {
        let text = try text(key)
        guard let value = Value.allCases.first(where: { "\($0)" == text }) else {
            throw NoCase(description: "\(place).\(key) is no word of the format: \(text)")
        }
        return value
    }
}
