// Where the bars of a histogram end.

/// Edges of a histogram: values below the first, between two, from the last on. A plain value.
struct Bins: Hashable, Sendable {
    /// Ascending.
    let edges: [Double]
    /// One more than edges: what each bar is.
    let labels: [String]

    /// - Parameters:
    ///   - edges: ascending, at least one.
    ///   - label: an edge in words.
    init(edges: [Double], _ label: (Double) -> String) {
        let words = edges.map(label)
        self.edges = edges
        labels =
            ["< " + words[0]] + zip(words, words.dropFirst()).map { "\($0) – \($1)" } + ["≥ " + words[words.count - 1]]
    }

    /// - Parameter labels: one for each bar.
    init(edges: [Double], labels: [String]) {
        precondition(labels.count == edges.count + 1)
        self.edges = edges
        self.labels = labels
    }

    /// The bar that a value is in.
    func place(of value: Double) -> Int {
        var (low, high) = (0, edges.count)
        while low < high {
            let middle = (low + high) / 2
            if value < edges[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
