// Values given as one word with commas.

internal import ArgumentParser

/// `a,b,c`; blanks around a value are dropped, an empty word is an empty list.
struct CommaList: ExpressibleByArgument {
    let values: [String]

    init?(argument: String) {
        values = argument.split(separator: ",").map { value in
            var trimmed = value[...]
            while trimmed.first == " " { trimmed.removeFirst() }
            while trimmed.last == " " { trimmed.removeLast() }
            return String(trimmed)
        }
    }
}
