// A size given as one side, or as a box.

internal import ArgumentParser

/// `256`, or `512x384`.
struct SizeOrBox: ExpressibleByArgument {
    /// nil for a box.
    let side: Int?
    /// As typed.
    var box: String?

    init(side: Int) { self.side = side }

    init?(argument: String) {
        side = Int(argument)
        box = side == nil ? argument : nil
    }

    var defaultValueDescription: String { box ?? side.map(String.init) ?? "" }
}
