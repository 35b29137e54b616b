// By what a row is recognised in another table of its dataset.

package import DatasetFolder
package import Hashing

/// Makes one key of a row's key and URL: with `--key-col`, rows of several shards may have the same key. Where keys are
/// rows of a table (`--key-style row`), a retry gives new ones, and the URL alone counts. Used by one thread at a time.
package struct RowIdentity {
    private let hasher = KeyHasher()

    private let ignoresKeys: Bool

    /// - Parameter run: the options of the run whose rows they are.
    package init(_ run: RunIdentity) { ignoresKeys = run.keysAreRows }

    package func of(key: String, url: String?) -> RowKey {
        var (key, url) = (ignoresKeys ? "" : key, url ?? "")
        return key.withUTF8 { key in
            url.withUTF8 { url in hasher.key(pair: UnsafeRawBufferPointer(key), UnsafeRawBufferPointer(url)) }
        }
    }
}
