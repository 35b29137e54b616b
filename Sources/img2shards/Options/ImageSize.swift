// A size given as one side, as several, or as a box.

internal import ArgumentParser

/// `256`, `256,512,1024` or `512x384`; blanks around a size are dropped.
struct ImageSize: ExpressibleByArgument {
    /// Empty for a box.
    let sides: [Int]
    /// As typed; what it is worth is decided later.
    var box: String?

    init(sides: [Int]) { self.sides = sides }

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int($0.filter { $0 != " " }) }
        sides = numbers.count == words.count ? numbers : []
        box = sides.isEmpty ? argument : nil
    }

    var defaultValueDescription: String { box ?? sides.map(String.init).joined(separator: ",") }
}
