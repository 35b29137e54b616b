// The datasets of the Hub that a list's files lie in.

internal import Glibc
internal import Hub
internal import Synchronization
internal import Tables

/// Looks each dataset's revision up once, so that all files are of one commit. Used by several threads.
final class HubStores: Sendable {
    private let options: StoreOptions
    private let opened = Mutex<(client: HubClient?, stores: [String: HubStore])>((nil, [:]))

    init(_ options: StoreOptions) { self.options = options }

    /// - Parameter root: `datasets/OWNER/NAME[@REVISION]`.
    func store(_ root: String) throws(TableError) -> HubStore {
        if let store = opened.withLock({ $0.stores[root] }) { return store }
        let path: HubPath
        do throws(HubPath.Failure) { path = try HubPath("hf://" + root) } catch {
            throw TableError(category: .misuse, detail: error.message)
        }
        let pinned = options.commits[root]
        do throws(HubError) {
            let client = try client()
            let commit = try client.commit(of: path.dataset, revision: pinned ?? path.revision ?? HubRevision.main)
            let store = HubStore(client, path.dataset, commit: commit)
            opened.withLock { $0.stores[root] = store }
            return store
        } catch {
            let error = TableError(error)
            guard error.category == .notFound else { throw error }
            // Not a file that is missing: nothing of it can be read.
            let begun = pinned.map { ". The output folder was begun with its commit \($0.prefix(12))" } ?? ""
            throw TableError(category: .misuse, detail: error.detail + begun)
        }
    }

    private func client() throws(HubError) -> HubClient {
        if let client = opened.withLock({ $0.client }) { return client }
        let client = HubClient(try Self.access(options), silence: .seconds(options.timeoutSeconds))
        opened.withLock { $0.client = client }
        return client
    }

    /// How the Hub is reached: by options, and by the environment.
    static func access(_ options: StoreOptions) throws(HubError) -> HubAccess {
        let endpoint = options.endpoint(of: .hub).flatMap { StoreOptions.parts(ofEndpoint: $0) }.map {
            $0.scheme + "://" + $0.host
        }
        return try HubAccess(isAnonymous: options.isAnonymous) { name in
            if name == "HF_ENDPOINT", let endpoint { return endpoint }
            return getenv(name).map { String(cString: $0) }
        }
    }
}
