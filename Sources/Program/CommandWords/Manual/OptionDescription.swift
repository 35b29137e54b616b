// One option described: what the argument parser says about it.

/// An option, a flag, or a word without a name.
package struct OptionDescription: Decodable, Sendable {
    package enum Kind: String, Decodable, Sendable {
        case positional
        case option
        case flag
    }

    package let kind: Kind
    /// Whether the help shows it.
    package let isShown: Bool
    /// The group it is shown in; nil for the parser's own.
    package let section: String?
    package let isOptional: Bool
    package let isRepeating: Bool
    /// With their dashes, `-h` before `--help`; empty for a word without a name.
    package private(set) var names: [String]
    /// What stands for the value in the help.
    package let valueName: String
    package let defaultValue: String?
    package let abstract: String
    /// What a shell may complete its value with.
    package let completion: ValueCompletion

    /// The long names without dashes, the first the option's own.
    package var longNames: [String] {
        names.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }
    }

    /// The long name that takes the flag back: `no-orient` of `orient`.
    package var negation: String? {
        let long = longNames
        guard kind == .flag, let first = long.first else { return nil }
        return long.first { $0 == "no-" + first }
    }

    /// A flag that can be turned off is listed as two options: the second's names go to the first.
    static func paired(_ options: [OptionDescription]) -> [OptionDescription] {
        options.reduce(into: []) { paired, option in
            let isNegation =
                option.kind == .flag
                && paired.last.map { $0.kind == .flag && $0.longNames.first.map { ["no-" + $0] } == option.longNames }
                    ?? false
            if isNegation {
                paired[paired.count - 1].names += option.names
            } else {
                paired.append(option)
            }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case kind, shouldDisplay, sectionTitle, isOptional, isRepeating, names, valueName, defaultValue, abstract
        case completion = "completionKind"
    }

    private struct Name: Decodable {
        let kind: String
        let name: String
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(Kind.self, forKey: .kind)
        isShown = try container.decodeIfPresent(Bool.self, forKey: .shouldDisplay) ?? true
        section = try container.decodeIfPresent(String.self, forKey: .sectionTitle)
        isOptional = try container.decode(Bool.self, forKey: .isOptional)
        isRepeating = try container.decode(Bool.self, forKey: .isRepeating)
        names = (try container.decodeIfPresent([Name].self, forKey: .names) ?? []).map {
            ($0.kind == "long" ? "--" : "-") + $0.name
        }
        valueName = try container.decodeIfPresent(String.self, forKey: .valueName) ?? ""
        defaultValue = try container.decodeIfPresent(String.self, forKey: .defaultValue)
        abstract = try container.decodeIfPresent(String.self, forKey: .abstract) ?? ""
        completion = try container.decodeIfPresent(ValueCompletion.self, forKey: .completion) ?? .none
    }
}
