// Failures of stores, as failures of the output.

package import DatasetFolder
package import Stores
package import Tables

extension ShardError {
    /// A file that a store does not take.
    package init(_ error: TableError, writing path: StorePath) { self.init(error, doing: "write", path) }

    /// A file that a store does not give.
    package init(_ error: TableError, reading path: StorePath) { self.init(error, doing: "read", path) }

    private init(_ error: TableError, doing: String, _ path: StorePath) {
        let sentence = "cannot \(doing) \(path.text): \(error.detail)"
        let resume = "then start the same command again to resume"
        switch error.category {
        case .denied:
            self.init(
                .permission, sentence,
                hint:
                    "the credentials must be allowed to list, read, write and delete in \(path.scheme.rawValue)://"
                    + "\(path.bucket): check \(Self.credentials(of: path)), \(resume)")
        case .notFound:
            self.init(
                .place, "there is no bucket \(path.bucket): \(sentence)",
                hint: "create it, or choose another --output-folder")
        case .diskFull:
            self.init(
                .diskFull, "no space left in the store: \(sentence)",
                hint: "everything written so far is kept; make room there, \(resume)")
        case .unreachable:
            self.init(
                .place, sentence,
                hint: "everything written so far is kept on this machine; when the store answers again, start the same "
                    + "command again to resume")
        case .unsupported: self.init(.place, sentence, hint: "use a build whose Arrow has stores: docs/install.md")
        case .unreadable, .malformed, .unwritable, .outOfMemory, .misuse, .changed, .readerLeft:
            self.init(.place, sentence, hint: "everything written so far is kept on this machine; \(resume)")
        }
    }
}

extension ShardError {
    /// Where a store's credentials are looked for first.
    private static func credentials(of path: StorePath) -> String {
        switch path.scheme.kind {
        case .s3: "AWS_PROFILE or AWS_ACCESS_KEY_ID"
        case .google: "GOOGLE_APPLICATION_CREDENTIALS"
        case .azure: "AZURE_STORAGE_CONNECTION_STRING or az login"
        case .hadoop: "Hadoop's configuration"
        case .hub: "HF_TOKEN"
        }
    }
}

/// Asks a store; what fails of it is a failure of the output.
func asShardError<R>(reading path: StorePath, _ body: () throws(TableError) -> R) throws(ShardError) -> R {
    do throws(TableError) { return try body() } catch { throw ShardError(error, reading: path) }
}

/// Writes to a store; what fails of it is a failure of the output.
func asShardError<R>(writing path: StorePath, _ body: () throws(TableError) -> R) throws(ShardError) -> R {
    do throws(TableError) { return try body() } catch { throw ShardError(error, writing: path) }
}

/// Begins to write to a store.
func asShardError(
    opening path: StorePath, _ body: () throws(TableError) -> ObjectUpload
) throws(ShardError) -> ObjectUpload {
    do throws(TableError) { return try body() } catch { throw ShardError(error, writing: path) }
}
