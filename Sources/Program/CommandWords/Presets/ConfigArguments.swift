// From configs to arguments: what stands before the user's own.

/// The settings of one or several configs, checked against the options there are.
package struct ConfigArguments: Equatable, Sendable {
    /// In the order in which the first config to name them did.
    package private(set) var settings: [ConfigSetting] = []

    /// All of them as arguments.
    package var arguments: [String] { settings.flatMap(\.arguments) }

    /// Takes the configs in order; a later one replaces what an earlier one said.
    ///
    /// - Parameters:
    ///   - command: the command's name: its blocks count, those of other commands do not.
    ///   - known: the options of the command.
    ///   - ignored: options that configs may hold and this command has no use for.
    ///   - question: ` Did you mean "…"?` for a mistyped name among names.
    package init(
        _ configs: [ConfigFile], command: String, known: [KnownOption], ignored: Set<String> = [],
        question: (_ typed: String, _ names: [String]) -> String
    ) throws(ConfigError) {
        let options = known.reduce(into: [String: KnownOption]()) { table, option in
            for name in option.names { table[name] = option }
        }
        for entry in configs.flatMap({ $0.entries(for: command) }) {
            guard let option = options[entry.name] else {
                if entry.command == nil, ignored.contains(entry.name) { continue }
                throw ConfigError(
                    .unknownName,
                    "\(entry.place): there is no option \(entry.key)."
                        + question(entry.name, options.keys.sorted()))
            }
            guard entry.name != "config" else {
                throw ConfigError(.unknownName, "\(entry.place): a config cannot include another config.")
            }
            let setting = ConfigSetting(
                name: option.name, arguments: try Self.arguments(of: entry, for: option), place: entry.place)
            if let index = settings.firstIndex(where: { $0.name == option.name }) {
                settings[index] = setting
            } else {
                settings.append(setting)
            }
        }
    }

    /// Without the options that are said elsewhere, as on the command line.
    package func leavingOut(_ names: Set<String>) -> ConfigArguments {
        var rest = self
        rest.settings.removeAll { names.contains($0.name) }
        return rest
    }

    private static func arguments(of entry: ConfigEntry, for option: KnownOption) throws(ConfigError) -> [String] {
        switch (option.shape, entry.value) {
        case (_, .null): return []
        case (.flag(let negated), .scalar(let text)):
            guard let isSet = truth(text) else {
                throw wrong(entry, "takes true or false, not \"\(text)\"")
            }
            if isSet { return ["--\(entry.name)"] }
            // What is said of the negated name is said of the other the other way round.
            guard let negated else { return [] }
            return ["--\(entry.name == negated ? option.name : negated)"]
        case (.flag, .list): throw wrong(entry, "takes true or false, not a list")
        case (.one(let kind), .scalar(let text)):
            let word = kind == .text ? text : numeral(text)
            guard fits(word, kind) else {
                throw wrong(entry, "takes a \(kind == .wholeNumber ? "whole number" : "number"), not \"\(text)\"")
            }
            return ["--\(option.name)=\(word)"]
        case (.one, .list): throw wrong(entry, "takes one value, not a list")
        case (.commaList, .scalar(let text)): return ["--\(option.name)=\(text)"]
        case (.commaList, .list(let items)):
            return ["--\(option.name)=\(listWord(items))"]
        case (.repeated, .scalar(let text)): return ["--\(option.name)=\(text)"]
        case (.repeated, .list(let items)): return items.map { "--\(option.name)=\($0)" }
        }
    }

    /// `a,b`; as a list of Python where commas or nothing at all would be misread: `["a,b"]`, `[]`.
    private static func listWord(_ items: [String]) -> String {
        if !items.isEmpty, !items.contains(where: { $0.contains(",") || $0.hasPrefix("[") || $0.hasPrefix("(") }) {
            return items.joined(separator: ",")
        }
        let quoted = items.map { item in
            "\"" + item.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return "[" + quoted.joined(separator: ", ") + "]"
    }

    /// YAML's words and Python's.
    private static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off", "none": false
        default: nil
        }
    }

    /// YAML's spellings of numbers in ours: 10_000, .inf.
    private static func numeral(_ text: String) -> String {
        text.lowercased() == ".inf" ? "inf" : text.replacing("_", with: "")
    }

    private static func fits(_ text: String, _ kind: KnownOption.Kind) -> Bool {
        if text == "None" { return true }
        switch kind {
        case .text: return true
        case .wholeNumber: return Int(text) != nil
        case .number: return Double(text) != nil
        }
    }

    private static func wrong(_ entry: ConfigEntry, _ text: String) -> ConfigError {
        ConfigError(.wrongValue, "\(entry.place): \(entry.key) \(text).")
    }
}
