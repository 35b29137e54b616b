// Which options stand in a command's arguments, before they are parsed.

internal import Presets

/// The options of a command line, as typed.
struct GivenOptions {
    /// Names without dashes before them, underscores as dashes; the value of `--name=value`, or the word behind.
    private var words: [(name: String, value: String?)] = []

    init(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let word = rest.popFirst(), word != "--" {
            guard word.hasPrefix("--") else { continue }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0].map { $0 == "_" ? "-" : $0 })
            words.append((name, parts.count > 1 ? String(parts[1]) : rest.first))
        }
    }

    /// The values of an option, in order.
    func values(of name: String) -> [String] { words.filter { $0.name == name }.compactMap(\.value) }

    /// Which of the options are given, by their own names; `--no-x` and img2dataset's `--nox` are x.
    func names(of options: [KnownOption]) -> Set<String> {
        Set(
            words.compactMap { word in
                options.first { option in
                    option.names.contains(word.name) || word.name == "no-" + option.name
                        || word.name == "no" + option.name
                }?.name
            })
    }
}
