// `report`: from datasets to the page's file.

internal import DatasetFolder
internal import Files
package import Ground
internal import Inspection
internal import ShardFormats

/// One report.
package struct ReportRun {
    /// Pictures of each kind beside the sample.
    private static let extremes = 12
    /// Hashes held at once of contents, and as many of captions: 290 MB each at most.
    private static let hashes = 12_000_000
    /// Thumbnails of all datasets together; as text they take a third more. The page stays below 10 MB.
    private static let mostThumbnailBytes = 5 << 20

    private let options: ReportOptions

    package init(_ options: ReportOptions) { self.options = options }

    /// Reads the datasets and writes the page.
    ///
    /// - Parameter say: is given lines on how far it is.
    package func run(_ say: @escaping @Sendable (String) -> Void) throws(CommandFailure) -> WrittenReport {
        let output = try OutputPlace.checked(options.output)
        var readings: [DatasetReading] = []
        for dataset in options.datasets {
            readings.append(try DatasetReading(dataset, limits: limits, threads: options.threads))
        }
        let names = ReportSubject.names(options.datasets.map(\.name))
        var subjects: [ReportSubject] = []
        for (reading, name) in zip(readings, names) {
            let pace = ReportPace()
            let figures = reading.figures { done, all in
                if let share = pace.share(done, of: all) { say("\(name): \(share) of the tables read") }
            }
            var gallery = Gallery(figures)
            GalleryReading(reading.listing, threads: options.threads).read(
                &gallery, captions: figures.texts.most.map(\.place),
                mostBytes: Self.mostThumbnailBytes / options.datasets.count)
            subjects.append(ReportSubject(name: name, figures: figures, gallery: gallery))
        }
        let page = Array(ReportPage.html(subjects).utf8)
        do {
            try Durable.replace(output, with: page)
        } catch {
            throw CommandFailure(.output, error.description)
        }
        let pictures = subjects.reduce(0) { count, subject in
            count + subject.gallery.pictures.values.filter { $0.thumbnail != nil }.count
        }
        return WrittenReport(
            output: options.output, rows: subjects.reduce(0) { $0 + $1.figures.rows.rows },
            images: subjects.reduce(0) { $0 + $1.figures.rows.images }, pictures: pictures, bytes: page.count)
    }

    private var limits: RowTally.Limits {
        RowTally.Limits(
            samples: options.samples, extremes: options.samples == 0 ? 0 : Self.extremes, hashes: Self.hashes,
            seed: options.seed)
    }
}
