// Sizes given as one word.

internal import ArgumentParser

/// `256`, `256,512,1024` with blanks around a size dropped, or `512x384`.
struct PixelSizes: ExpressibleByArgument {
    let values: [Int]
    /// What is no number and no list, as typed.
    var box: String?

    init(values: [Int]) { self.values = values }

    init?(argument: String) {
        guard argument.contains(",") || Int(argument) != nil else {
            values = [256]
            box = argument
            return
        }
        var values: [Int] = []
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            var trimmed = word
            while trimmed.first == " " { trimmed.removeFirst() }
            while trimmed.last == " " { trimmed.removeLast() }
            guard let value = Int(trimmed) else { return nil }
            values.append(value)
        }
        self.values = values
    }

    var defaultValueDescription: String { values.map(String.init).joined(separator: ",") }
}
