// The histograms of a report.

internal import Ground

extension Bins {
    /// The shorter side of images, in pixels.
    static let side = Bins(edges: [32, 64, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144]) {
        Int($0).grouped
    }

    /// Width to height, by the nearest of the ratios that images usually have.
    static let ratio: Bins = {
        let usual: [(name: String, value: Double)] = [
            ("1:4", 1 / 4), ("1:3", 1 / 3), ("1:2", 1 / 2), ("9:16", 9 / 16), ("2:3", 2 / 3), ("3:4", 3 / 4),
            ("4:5", 4 / 5), ("1:1", 1), ("5:4", 5 / 4), ("4:3", 4 / 3), ("3:2", 3 / 2), ("16:9", 16 / 9), ("2:1", 2),
            ("3:1", 3), ("4:1", 4),
        ]
        let middles = zip(usual, usual.dropFirst()).map { ($0.value * $1.value).squareRoot() }
        // Narrower than 1:4 and wider than 4:1 by as much as the next ratio would be.
        let edges = [0.2165] + middles + [4.619]
        return Bins(edges: edges, labels: ["narrower"] + usual.map(\.name) + ["wider"])
    }()

    /// Bytes of a file.
    static let bytes = Bins(
        edges: [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7]
    ) { value in
        value < 1e6 ? "\(Int(value / 1e3)) KB" : "\(Int(value / 1e6)) MB"
    }

    /// Milliseconds of a fetch.
    static let milliseconds = Bins(
        edges: [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 6e4]
    ) { value in
        value < 1e3 ? "\(Int(value)) ms" : "\(Int(value / 1e3)) s"
    }

    /// Characters of a caption.
    static let characters = Bins(edges: [1, 5, 10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000, 2000]) {
        Int($0).grouped
    }
}
