// Sizes given as one word with commas.

internal import ArgumentParser

/// `256`, or `256,512,1024`; blanks around a size are dropped.
struct PixelSizes: ExpressibleByArgument {
    let values: [Int]

    init(values: [Int]) { self.values = values }

    init?(argument: String) {
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
