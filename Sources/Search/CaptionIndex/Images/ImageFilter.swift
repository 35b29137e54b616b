// Which images are wanted, whatever is searched for.

/// Conditions that all hold. An image without the value that a condition asks for does not meet it.
package struct ImageFilter: Hashable, Sendable {
    package var minimumSimilarity: Double?
    package var minimumAesthetic: Double?
    package var minimumWidth: Int?
    package var minimumHeight: Int?
    package var licence: String?
    /// Whether images are left out that are tagged UNSURE or NSFW, or have a higher score than this; nil for all.
    package var mostUnsafe: Double?

    package init() {}

    /// SQL about a row of `images`, with the values of its parameters in order.
    var condition: (text: String, values: [Value]) {
        var parts: [String] = []
        var values: [Value] = []
        func add(_ text: String, _ value: Value) {
            parts.append(text)
            values.append(value)
        }
        if let minimumSimilarity { add("images.similarity >= ?", .number(minimumSimilarity)) }
        if let minimumAesthetic { add("images.aesthetic >= ?", .number(minimumAesthetic)) }
        if let minimumWidth { add("images.width >= ?", .number(Double(minimumWidth))) }
        if let minimumHeight { add("images.height >= ?", .number(Double(minimumHeight))) }
        if let licence { add("images.licence = (SELECT number FROM licences WHERE name = ?)", .text(licence)) }
        if let mostUnsafe {
            parts.append("coalesce(images.nsfw, 0) < \(NSFWTag.unsure.rawValue)")
            add("coalesce(images.score, 0) <= ?", .number(mostUnsafe))
        }
        return (parts.joined(separator: " AND "), values)
    }

    enum Value: Hashable, Sendable {
        case number(Double)
        case text(String)
    }
}

extension Statement {
    /// Gives values to parameters from a place on.
    ///
    /// - Returns: the next place.
    func bind(_ values: [ImageFilter.Value], from place: Int32) -> Int32 {
        var place = place
        for value in values {
            switch value {
            case .number(let number): bind(place, number)
            case .text(let text): bind(place, text)
            }
            place += 1
        }
        return place
    }
}
