// `--dedup`: each URL, caption or pair of them once.

package import Hashing
package import Tables

/// Keeps the first row of each URL, caption, or both together.
package final class DedupSelector: RowSelector {
    /// What makes two rows the same.
    package enum Sameness: String, CaseIterable, Sendable {
        case url
        case caption
        case both = "url+caption"
    }

    package let name = "dedup"
    package let columns: [SelectorColumn]
    private let sameness: Sameness
    private let limits: DuplicateKeys.Limits
    private let hasher = KeyHasher()
    private var expectedRows: Int?
    /// Made for the first batch, so that one that is asked nothing takes no memory.
    private var seen: DuplicateKeys?

    package init(_ sameness: Sameness, limits: DuplicateKeys.Limits) {
        self.sameness = sameness
        self.limits = limits
        columns =
            switch sameness {
            case .url: [.url]
            case .caption: [.caption]
            case .both: [.url, .caption]
            }
    }

    package var likelyMistakes: Int { Int((seen?.expectedMistakes ?? 0).rounded()) }

    package func listBegins(rowCount: Int?) { expectedRows = rowCount }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        let urls = sameness == .caption ? nil : try batch.requiredText(SelectorColumn.url.batchName)
        let captions = sameness == .url ? nil : try batch.requiredText(SelectorColumn.caption.batchName)
        do throws(KeySetError) {
            let seen = try keySet()
            for row in 0..<batch.rowCount where mask.keeps(row) {
                guard let key = key(row, urls, captions) else { continue }
                if try !seen.insert(key) { mask.clear(row) }
            }
        } catch {
            throw TableError(category: .outOfMemory, detail: error.detail)
        }
    }

    private func keySet() throws(KeySetError) -> DuplicateKeys {
        if let seen { return seen }
        let made = try DuplicateKeys(expectedKeys: expectedRows, limits: limits)
        seen = made
        return made
    }

    /// nil for a row without a URL, or where captions are compared without a caption: no other is the same.
    private func key(_ row: Int, _ urls: TextColumn?, _ captions: TextColumn?) -> RowKey? {
        guard let urls else {
            return captions?.withBytes(row) { $0.isEmpty ? nil : hasher.key($0) }
        }
        return urls.withBytes(row) { url in
            if url.baseAddress == nil { return nil }
            let url = URLFormReader.trimmed(url)
            guard let captions else { return hasher.key(url) }
            return captions.withBytes(row) { hasher.key(pair: url, $0) }
        }
    }
}
