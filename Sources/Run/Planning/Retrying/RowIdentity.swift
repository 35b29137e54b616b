// By what a row is recognised in another table of its dataset.

package import Hashing

/// Makes one key of a row's key and URL: with `--key-col`, rows of several shards may have the same key. Used by one thread
/// at a time.
package struct RowIdentity {
    private let hasher = KeyHasher()

    package init() {}

    package func of(key: String, url: String?) -> RowKey {
        var (key, url) = (key, url ?? "")
        return key.withUTF8 { key in
            url.withUTF8 { url in hasher.key(pair: UnsafeRawBufferPointer(key), UnsafeRawBufferPointer(url)) }
        }
    }
}
