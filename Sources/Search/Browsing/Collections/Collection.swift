// What is browsed: one dataset, or one folder of tables.

package import CaptionIndex
internal import DatasetFolder
internal import Files
internal import Ground
internal import ShardFormats
internal import VectorSearch

/// A dataset with the index of its captions. Safe to use from any thread: nothing changes after `init`.
package final class Collection: Sendable {
    /// Its folder's name, with a number behind it where others have the same: what clip-back calls an indice.
    package let name: String
    /// As given.
    let path: String
    let parts: [CollectionPart]
    /// Finished parts of the index; more while it is filled.
    package let index: CaptionIndex
    let indexPath: String

    /// Lists a dataset and opens its index, or makes one without images.
    ///
    /// - Parameters:
    ///   - taken: names of other collections.
    ///   - indexFolder: where the index is kept; nil for the dataset's own folder, or the user's cache where that
    ///     cannot be written.
    init(path: String, taken: Set<String>, indexFolder: String?) throws(CommandFailure) {
        self.path = path
        parts = try Self.parts(of: path)
        name = Self.name(of: path, taken: taken)
        let candidates = IndexPlace.paths(for: path, name: name, given: indexFolder)
        var opened: (String, CaptionIndex)?
        var failures: [String] = []
        for candidate in candidates {
            do {
                try Durable.makeFolder(Durable.parent(of: candidate))
                opened = (candidate, try Self.index(at: candidate))
                break
            } catch {
                failures.append("\(error)")
            }
        }
        guard let opened else {
            throw CommandFailure(
                .output,
                """
                cannot make the index of \(path): \(failures.joined(separator: "; "))
                  name a folder that can be written: --index-folder
                """)
        }
        (indexPath, index) = opened
    }

    private static func index(at path: String) throws(IndexError) -> CaptionIndex {
        do throws(IndexError) {
            // Makes the file unless one of this version exists.
            _ = try CaptionIndexWriter(path: path)
        } catch  where FileStatus(path) != nil && error.category == .unwritable {
            // One that another user made is searched as it is.
        }
        return try CaptionIndex(path: path)
    }

    private static func parts(of path: String) throws(CommandFailure) -> [CollectionPart] {
        guard FileStatus(path)?.kind == .folder else {
            throw CommandFailure(
                .command, "\(path) is no folder\n  give the --output-folder of a download, or of embed")
        }
        let tables = try tables(of: path)
        if !tables.isEmpty { return tables }
        do throws(ShardError) {
            let listing = try DatasetListing(path: path)
            let parts = listing.shards.compactMap { shard -> CollectionPart? in
                guard shard.stats != nil, let table = shard.metadata else { return nil }
                return CollectionPart(name: shard.name, table: table, shard: shard)
            }
            guard !parts.isEmpty else {
                throw ShardError(
                    .noShards, "\(path) has no finished shard with a table", hint: "finish its download first")
            }
            return parts
        } catch {
            throw CommandFailure(.command, error.description)
        }
    }

    /// Tables of a folder that is no dataset: the output of embed, or what others published.
    private static func tables(of path: String) throws(CommandFailure) -> [CollectionPart] {
        for folder in [path + "/metadata", path] {
            // In the order of the embeddings beside them. A folder that is not there has none.
            let names = ((try? FolderNames.list(folder)) ?? []).sorted(by: NumericOrder.precedes)
            // Stats are of shards.
            guard !names.contains(where: { $0.hasSuffix("_stats.json") }) else { return [] }
            let tables = names.filter { $0.hasSuffix(".parquet") && !$0.hasPrefix(".") }
            if !tables.isEmpty {
                return tables.map {
                    CollectionPart(name: String($0.dropLast(8)), table: folder + "/" + $0, shard: nil)
                }
            }
        }
        return []
    }

    private static func name(of path: String, taken: Set<String>) -> String {
        let last = path.split(separator: "/").last { $0 != "." && $0 != ".." }
        let name = last.map(String.init) ?? "dataset"
        guard taken.contains(name) else { return name }
        return (2...).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
    }
}
