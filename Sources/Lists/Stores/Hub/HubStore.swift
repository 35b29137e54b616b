// A dataset of the Hub as a store of lists.

internal import Hub
internal import Synchronization
internal import Tables

/// One dataset at one commit. Used by several threads.
final class HubStore: Sendable {
    let commit: String
    private let client: HubClient
    private let dataset: HubDataset
    /// What lies in folders that were listed, so that their files are not asked for one by one.
    private let listed = Mutex<[String: [HubEntry]]>([:])

    init(_ client: HubClient, _ dataset: HubDataset, commit: String) {
        self.client = client
        self.dataset = dataset
        self.commit = commit
    }

    /// - Parameter folder: without slashes around it; empty for the dataset's root.
    func entries(of folder: String) throws(TableError) -> [ObjectStore.Entry] {
        let entries: [HubEntry]
        if let known = listed.withLock({ $0[folder] }) {
            entries = known
        } else {
            do throws(HubError) {
                entries = try client.entries(of: dataset, at: commit, folder: folder)
            } catch {
                throw TableError(error)
            }
            listed.withLock { $0[folder] = entries }
        }
        return entries.map { ObjectStore.Entry(name: $0.name, isFolder: $0.isFolder) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// - Throws: `notFound` if there is no such file.
    func file(_ path: String) throws(TableError) -> StoredFile { StoredFile(try bytes(path), commit: commit) }

    /// - Throws: `notFound` if there is no such file.
    func bytes(_ path: String) throws(TableError) -> HubBytes {
        guard let entry = try entry(path), !entry.isFolder else {
            throw TableError(category: .notFound, detail: "there is no such file")
        }
        return HubBytes(HubFile(client, dataset, commit: commit, entry))
    }

    private func entry(_ path: String) throws(TableError) -> HubEntry? {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        if let known = listed.withLock({ $0[folder] }) { return known.first { $0.path == path } }
        do throws(HubError) {
            return try client.entry(of: dataset, at: commit, path: path)
        } catch {
            throw TableError(error)
        }
    }
}
