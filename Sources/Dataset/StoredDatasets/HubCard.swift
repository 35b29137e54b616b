// The card of a dataset on the Hub.

internal import Hub
internal import Synchronization
internal import Tables

/// Says to the Hub's viewer, and to `datasets`, which files are the data: without it they guess. Written with the first
/// shards if the dataset has no card; one that is there is never changed.
package final class HubCard: Sendable {
    static let path = "README.md"

    /// A folder with shards.
    package struct Folder: Sendable {
        package let name: String
        /// In the repository; empty for its root.
        package let path: String

        package init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    private let configs: [(name: String, pattern: String)]
    /// Configs whose data are tars.
    private let tarConfigs: [String]
    private let features: CardFeatures?
    private let isChecked = Mutex(false)

    /// - Parameters:
    ///   - suffix: of data files: `tar`; empty or nil for what the Hub does not show.
    ///   - hasTables: whether a table lies beside each data file.
    ///   - features: of tars, if all samples have the same members.
    package init(_ folders: [Folder], suffix: String?, hasTables: Bool, features: CardFeatures? = nil) {
        self.features = features
        tarConfigs = suffix == "tar" ? folders.map(\.name) : []
        var configs: [(name: String, pattern: String)] = []
        for folder in folders {
            let path = folder.path.split(separator: "/").joined(separator: "/")
            let prefix = path.isEmpty ? "" : path + "/"
            // What `datasets` reads as it is. It reads all configs of a dataset with one reader, so that tables beside tars
            // cannot be a config.
            if let suffix, ["tar", "parquet"].contains(suffix) {
                configs.append((folder.name, "\(prefix)*.\(suffix)"))
            } else if hasTables {
                configs.append(
                    (folder.name == "default" ? "metadata" : folder.name + "-metadata", "\(prefix)*.parquet"))
            }
        }
        self.configs = configs
    }

    /// - Parameter table: of any shard; nil without one.
    func text(table: String?) -> String {
        var lines = ["---"]
        if !configs.isEmpty { lines.append("configs:") }
        for config in configs {
            lines += [
                "- config_name: \(config.name)", "  data_files:", "  - split: train",
                "    path: \(Self.quoted(config.pattern))",
            ]
        }
        let info = info(table: table)
        if !info.isEmpty { lines += ["dataset_info:"] + info }
        lines += [
            "---", "", "Made by [img2shards](https://github.com/img2shards/img2shards) from a list of URLs.", "",
        ]
        return lines.joined(separator: "\n")
    }

    /// Without numbers of rows: those that a later retry changes make `datasets` refuse to load.
    private func info(table: String?) -> [String] {
        // Without a table that can be read, `datasets` infers the types as it does without a card.
        guard let features, let table, let columns = try? ParquetReader(path: table).schema.fields else { return [] }
        return tarConfigs.flatMap { features.lines(config: $0, columns: columns) ?? [] }
    }

    /// A text in YAML.
    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// The card, the first time it is asked for, if the dataset has none.
    ///
    /// - Parameter table: of any shard; nil without one.
    func missingText(in branch: HubBranch, table: String?) throws(HubError) -> String? {
        let isFirst = isChecked.withLock { checked in
            defer { checked = true }
            return !checked
        }
        guard isFirst else { return nil }
        let names = try branch.entries(of: "").map { $0.name.lowercased() }
        return names.contains("readme.md") ? nil : text(table: table)
    }
}
