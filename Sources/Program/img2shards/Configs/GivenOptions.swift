// Which options stand among a command's words.

internal import CommandWords

/// Options by name, as they stand in words.
struct GivenOptions {
    /// Names without dashes before them, underscores as dashes; the value of `--name=value`, or the word behind.
    private var options: [(name: String, value: String?)] = []

    init(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst(), word != "--" {
            guard word.hasPrefix("-") else { continue }
            let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first else { continue }
            let name = String(first.map { $0 == "_" ? "-" : $0 })
            options.append((name, parts.count > 1 ? String(parts[1]) : rest.first))
        }
    }

    /// All of them, in order.
    var all: [(name: String, value: String?)] { options }

    /// The values of an option, in order.
    func values(of name: String) -> [String] { options.filter { $0.name == name }.compactMap(\.value) }

    func has(_ name: String) -> Bool { options.contains { $0.name == name } }

    /// Which of the options stand there, by their own names; `no-x` and img2dataset's `nox` are x.
    func names(of known: [KnownOption]) -> Set<String> {
        Set(
            options.compactMap { given in
                known.first { option in
                    option.names.contains(given.name) || given.name == "no-" + option.name
                        || given.name == "no" + option.name
                }?.name
            })
    }
}
