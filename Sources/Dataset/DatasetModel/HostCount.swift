// How one host fared.

/// The rows of one host: how many there were, for how many the host is to be blamed, and why.
package struct HostCount: Hashable, Sendable {
    package internal(set) var total = 0
    package internal(set) var failed = 0
    /// A host fails in few ways; a hostile one that invents statuses gets no memory for more than 8.
    private var categories: [CategoryCount] = []

    private struct CategoryCount: Hashable, Sendable {
        let word: String
        var count: Int
    }

    package init() {}

    /// The tally word most of its failures have; the first seen of equals; nil without a failure.
    package var commonestCategory: String? {
        var best: CategoryCount?
        for category in categories where category.count > best?.count ?? 0 { best = category }
        return best?.word
    }

    mutating func rowSettled(category: String?) {
        total += 1
        guard let category else { return }
        failed += 1
        if let index = categories.firstIndex(where: { $0.word == category }) {
            categories[index].count += 1
        } else if categories.count < 8 {
            categories.append(CategoryCount(word: category, count: 1))
        }
    }
}
