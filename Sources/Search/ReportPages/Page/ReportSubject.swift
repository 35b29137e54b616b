// One of the datasets that a page is about.

/// A dataset's figures, its pictures, and what the page calls it. A plain value.
struct ReportSubject: Sendable {
    let name: String
    let figures: DatasetFigures
    let gallery: Gallery

    /// Short names of datasets: the last part of their paths, or all of it where two would be the same.
    static func names(_ paths: [String]) -> [String] {
        let last = paths.map { path in
            path.split(separator: "/").last { $0 != "." }.map(String.init) ?? path
        }
        return last.indices.map { place in
            last.filter { $0 == last[place] }.count == 1 ? last[place] : paths[place]
        }
    }
}
