// From the top of a YAML document to options and information.

internal import Yams

/// Sorts a document's keys.
struct TopLevelReading {
    let source: String

    func contents(
        _ top: Node.Mapping
    ) throws(ConfigError) -> (entries: [ConfigEntry], about: String?, rowCount: Int?, columns: [String]) {
        var options: Node.Mapping?
        var plain: [(key: Node, value: Node)] = []
        var about: String?
        var rowCount: Int?
        var columns: [String] = []
        var blocks: [ConfigEntry] = []
        for (key, value) in top {
            switch YAMLValue.text(key) {
            case "options":
                guard case .mapping(let mapping) = value else {
                    throw fault(.wrongValue, at: key, "options has lines like \"image-size: 256\" below it.")
                }
                options = mapping
            case "about": about = YAMLValue.text(value)
            case "rows": rowCount = YAMLValue.text(value).flatMap { Int($0.filter { $0 != "_" && $0 != "," }) }
            case "columns": columns = value.sequence?.compactMap(YAMLValue.text) ?? []
            case let name? where ConfigFile.informationKeys.contains(name): break
            case let name? where Self.commands.contains(name):
                guard case .mapping(let mapping) = value else {
                    throw fault(.wrongValue, at: key, "\(name) has lines like \"image-size: 256\" below it.")
                }
                var block: [ConfigEntry] = []
                for (key, value) in mapping { block.append(try entry(key, value, command: name)) }
                try refuseTwice(block)
                blocks += block
            default: plain.append((key, value))
            }
        }
        if options != nil, let stray = plain.first {
            throw fault(
                .unknownName, at: stray.key,
                "\(YAMLValue.text(stray.key) ?? "this key") is next to options:. Options belong below it; next to it are "
                    + "commands (\(Self.commands.joined(separator: ", "))), "
                    + ConfigFile.informationKeys.joined(separator: ", ") + ".")
        }
        var entries: [ConfigEntry] = []
        for (key, value) in options.map({ $0.map { ($0.key, $0.value) } }) ?? plain.map({ ($0.key, $0.value) }) {
            entries.append(try entry(key, value))
        }
        try refuseTwice(entries)
        return (entries + blocks, about, rowCount, columns)
    }

    /// Commands that take configs.
    private static let commands = CommandTable.shipped.commands.compactMap { command in
        command.options.contains { $0.known.name == "config" } ? command.words.first : nil
    }

    private func entry(_ key: Node, _ value: Node, command: String? = nil) throws(ConfigError) -> ConfigEntry {
        guard let name = YAMLValue.text(key), !name.isEmpty else {
            throw fault(.malformed, at: key, "an option's name is one word, as in \"image-size: 256\".")
        }
        let place = ConfigPlace(source: source, line: key.mark?.line ?? 1)
        if YAMLValue.isNull(value) { return ConfigEntry(key: name, value: .null, place: place, command: command) }
        switch value {
        case .scalar(let scalar):
            return ConfigEntry(key: name, value: .scalar(scalar.string), place: place, command: command)
        case .sequence(let sequence):
            guard sequence.count <= ConfigFile.maximumListCount else {
                throw fault(
                    .wrongValue, at: key,
                    "\(name) has \(sequence.count) values; at most \(ConfigFile.maximumListCount) are taken.")
            }
            var items: [String] = []
            for item in sequence {
                guard let text = YAMLValue.text(item) else {
                    throw fault(.wrongValue, at: item, "\(name) takes words or numbers, no lists within its list.")
                }
                items.append(text)
            }
            return ConfigEntry(key: name, value: .list(items), place: place, command: command)
        case .mapping, .alias:
            throw fault(.wrongValue, at: key, "\(name) takes a value, not a block of further names.")
        }
    }

    /// `image-size` and `image_size` are one option.
    private func refuseTwice(_ entries: [ConfigEntry]) throws(ConfigError) {
        var lines: [String: Int] = [:]
        for entry in entries {
            if let earlier = lines.updateValue(entry.place.line, forKey: entry.name) {
                throw ConfigError(
                    .malformed, "\(entry.place): \(entry.key) appears twice, also in line \(earlier).")
            }
        }
    }

    private func fault(_ category: ConfigError.Category, at node: Node, _ text: String) -> ConfigError {
        ConfigError(category, "\(source):\(node.mark?.line ?? 1): \(text)")
    }
}
