// Places on the Hub, as people type them.

/// `hf://datasets/OWNER/NAME[@REVISION][/PATH]`.
package struct HubPath: Hashable, Sendable {
    /// What is wrong with a word, and the form that is right.
    package struct Failure: Error, Hashable, Sendable {
        package let message: String
    }

    package let dataset: HubDataset
    /// As typed, decoded: a branch, a tag, a commit; nil for `main`.
    package let revision: String?
    /// Without a slash at its start; empty for the whole dataset.
    package let path: String

    package init(dataset: HubDataset, revision: String?, path: String) {
        self.dataset = dataset
        self.revision = revision
        self.path = path
    }

    package static func isHub(_ word: String) -> Bool { word.prefix(5).lowercased() == "hf://" }

    private static let form = "Write it as hf://datasets/OWNER/NAME/PATH."

    /// - Throws: for a word that is no place in a dataset.
    package init(_ word: String) throws(Failure) {
        guard Self.isHub(word) else { throw Failure(message: "\(word) is no place on the Hub. \(Self.form)") }
        var parts = word.dropFirst(5).split(separator: "/", omittingEmptySubsequences: false)[...]
        switch parts.first {
        case "datasets": parts.removeFirst()
        case "buckets":
            throw Failure(
                message: """
                    \(word): buckets of the Hub are neither read nor written here.
                      copy them: hf buckets sync hf://buckets/OWNER/BUCKET FOLDER, or the other way round; or use a dataset: \
                    hf://datasets/OWNER/NAME/PATH
                    """)
        case "spaces", "models", "kernels", "collections":
            throw Failure(message: "\(word): lists and datasets are in datasets of the Hub. \(Self.form)")
        default:
            let name = parts.prefix(2).joined(separator: "/")
            let hint = parts.count >= 2 && !name.hasPrefix("/") ? "hf://datasets/\(parts.joined(separator: "/"))" : nil
            throw Failure(
                message: "\(word) is a model of the Hub, not a dataset. "
                    + (hint.map { "Write it as \($0)." } ?? Self.form))
        }
        let owner = parts.popFirst() ?? ""
        var name = parts.popFirst() ?? ""
        var revision: String?
        if let at = name.firstIndex(of: "@") {
            var text = String(name[name.index(after: at)...])
            name = name[..<at]
            // Names with slashes that the Hub gives itself.
            if text == "refs", parts.count >= 2, parts.first == "convert" || parts.first == "pr" {
                text += "/" + parts.prefix(2).joined(separator: "/")
                parts = parts.dropFirst(2)
            }
            revision = PercentCoding.decoded(text)
            guard let revision, HubRevision.isName(revision) else {
                throw Failure(message: "\(word): \"\(text)\" is no revision. It is a branch, a tag or a commit.")
            }
        }
        guard let dataset = HubDataset(owner: String(owner), name: String(name)) else {
            throw Failure(message: "\(word) names no dataset. \(Self.form)")
        }
        let path = parts.drop { $0.isEmpty }.joined(separator: "/")
        guard !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw Failure(message: "\(word): . and .. are no names on the Hub.")
        }
        self.init(dataset: dataset, revision: revision, path: path)
    }

    /// The dataset and its revision, as in a place: `datasets/OWNER/NAME@REVISION`.
    package var root: String {
        "datasets/\(dataset)" + (revision.map { "@" + $0.replacing("/", with: "%2F") } ?? "")
    }

    /// As it is typed.
    package var text: String { "hf://\(root)" + (path.isEmpty ? "" : "/" + path) }
}
