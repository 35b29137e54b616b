// The colour under transparent pixels.

/// An opaque colour, 8 bits per band.
package struct MatteColour: Sendable, Hashable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8

    package static let white = MatteColour(red: 255, green: 255, blue: 255)

    /// The colours known by a name, for messages and for `init(_:)`: those of HTML 4.
    package static let names: [(name: String, colour: MatteColour)] = [
        ("white", .white), ("black", .init(red: 0, green: 0, blue: 0)),
        ("gray", .init(red: 128, green: 128, blue: 128)), ("grey", .init(red: 128, green: 128, blue: 128)),
        ("silver", .init(red: 192, green: 192, blue: 192)), ("red", .init(red: 255, green: 0, blue: 0)),
        ("maroon", .init(red: 128, green: 0, blue: 0)), ("yellow", .init(red: 255, green: 255, blue: 0)),
        ("olive", .init(red: 128, green: 128, blue: 0)), ("lime", .init(red: 0, green: 255, blue: 0)),
        ("green", .init(red: 0, green: 128, blue: 0)), ("aqua", .init(red: 0, green: 255, blue: 255)),
        ("teal", .init(red: 0, green: 128, blue: 128)), ("blue", .init(red: 0, green: 0, blue: 255)),
        ("navy", .init(red: 0, green: 0, blue: 128)), ("fuchsia", .init(red: 255, green: 0, blue: 255)),
        ("purple", .init(red: 128, green: 0, blue: 128)),
    ]

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// A colour by its name or as `#rrggbb`, in any case; nil for anything else.
    package init?(_ text: String) {
        let text = text.lowercased()
        if let named = Self.names.first(where: { $0.name == text }) {
            self = named.colour
            return
        }
        let digits = text.dropFirst()
        guard text.first == "#", digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
            let number = UInt32(digits, radix: 16)
        else { return nil }
        self.init(
            red: UInt8(truncatingIfNeeded: number >> 16), green: UInt8(truncatingIfNeeded: number >> 8),
            blue: UInt8(truncatingIfNeeded: number))
    }

    /// Whether grey over it stays grey.
    var isGrey: Bool { red == green && green == blue }

    /// Red, green, blue.
    var levels: [UInt8] { [red, green, blue] }
}
