// Values given as one word with commas.

internal import ArgumentParser
internal import CommandWords

/// `a,b,c`, or a list of Python: `["a","b"]`; blanks around a value are dropped, an empty word is an empty list.
struct CommaList: ExpressibleByArgument {
    let values: [String]

    init?(argument: String) {
        if let list = PythonLiteral.list(argument) {
            values = list
            return
        }
        values = argument.split(separator: ",").map { value in
            var trimmed = value[...]
            while trimmed.first == " " { trimmed.removeFirst() }
            while trimmed.last == " " { trimmed.removeLast() }
            return String(trimmed)
        }
    }
}
