// The card of a dataset on the Hub.

internal import Hub
internal import Synchronization

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

    private let text: String
    private let isChecked = Mutex(false)

    /// - Parameters:
    ///   - suffix: of data files: `tar`; empty or nil for what the Hub does not show.
    ///   - hasTables: whether a table lies beside each data file.
    package init(_ folders: [Folder], suffix: String?, hasTables: Bool) {
        var configs: [(name: String, pattern: String)] = []
        for folder in folders {
            let path = folder.path.split(separator: "/").joined(separator: "/")
            let prefix = path.isEmpty ? "" : path + "/"
            // What `datasets` reads as it is.
            if let suffix, ["tar", "parquet"].contains(suffix) {
                configs.append((folder.name, "\(prefix)*.\(suffix)"))
            }
            if hasTables {
                configs.append(
                    (folder.name == "default" ? "metadata" : folder.name + "-metadata", "\(prefix)*.parquet"))
            }
        }
        var lines = ["---"]
        if !configs.isEmpty { lines.append("configs:") }
        for config in configs {
            lines += [
                "- config_name: \(config.name)", "  data_files:", "  - split: train",
                "    path: \(Self.quoted(config.pattern))",
            ]
        }
        lines += [
            "---", "", "Made by [img2shards](https://github.com/img2shards/img2shards) from a list of URLs.", "",
        ]
        text = lines.joined(separator: "\n")
    }

    /// A text in YAML.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// The card, the first time it is asked for, if the dataset has none.
    func missingText(in branch: HubBranch) throws(HubError) -> String? {
        let isFirst = isChecked.withLock { checked in
            defer { checked = true }
            return !checked
        }
        guard isFirst else { return nil }
        let names = try branch.entries(of: "").map { $0.name.lowercased() }
        return names.contains("readme.md") ? nil : text
    }
}
