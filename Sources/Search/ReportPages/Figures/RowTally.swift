// What is counted of the rows of many tables.

internal import Reporting

/// The figures of rows, by one thread; those of several threads are merged. A plain value of bounded size.
///
/// Hosts, classes of failures, captions and contents are held by hashes in tables with a limit: ten million rows take as much
/// memory as a hundred million.
struct RowTally: Sendable {
    /// Hosts that are counted separately.
    static let mostHosts = 60_000

    /// What a person asks for, that decides what is kept.
    struct Limits: Sendable {
        /// Pictures of the sample.
        var samples: Int
        /// Pictures of each other kind: the largest, the smallest.
        var extremes: Int
        /// Hashes held at once of contents, and as many of captions.
        var hashes: Int
        var seed: UInt64

        /// For each of several parts, whose figures are merged into one of all.
        func shared(by parts: Int) -> Limits {
            var limits = self
            limits.hashes /= max(1, parts)
            return limits
        }
    }

    let limits: Limits
    var rows = 0
    var images = 0
    var failures = NamedTally<FailureFigures>(limit: 500)
    var hosts = NamedTally<HostFigures>(limit: RowTally.mostHosts)
    var mimes = NamedTally<NameCount>(limit: 500)
    var cameras = NamedTally<NameCount>(limit: 5000)
    /// Images whose EXIF was looked at, and those with a camera.
    var exifRead = 0
    var exifCameras = 0
    var resolutions = ResolutionTable()
    var sides = Histogram(.side)
    var ratios = Histogram(.ratio)
    var bytes = Histogram(.bytes)
    var milliseconds = Histogram(.milliseconds)
    var captions = Histogram(.characters)
    var longestCaption = 0
    /// Images without a caption, of tables that have captions.
    var uncaptioned = 0
    var contents: RepeatTally
    var texts: RepeatTally
    /// Images with a hash of their content.
    var hashed = 0
    var sample: BestPlaces
    var largest: BestPlaces
    var smallest: BestPlaces
    var widest: BestPlaces
    var tallest: BestPlaces
    /// Whether any table has sizes before resizing.
    var hasOriginalSizes = false

    init(_ limits: Limits) {
        self.limits = limits
        contents = RepeatTally(limit: limits.hashes)
        texts = RepeatTally(limit: limits.hashes)
        sample = BestPlaces(count: limits.samples)
        largest = BestPlaces(count: limits.extremes)
        smallest = BestPlaces(count: limits.extremes)
        widest = BestPlaces(count: limits.extremes)
        tallest = BestPlaces(count: limits.extremes)
    }

    /// Counts the size of an image.
    mutating func add(width: Double, height: Double, at place: @autoclosure () -> Place) {
        guard width >= 1, height >= 1, width < 1e9, height < 1e9 else { return }
        let (columns, rows) = (Int(width), Int(height))
        resolutions.add(width: columns, height: rows)
        sides.add(min(width, height))
        let ratio = width / height
        ratios.add(ratio)
        let area = width * height
        largest.add(area, at: place())
        smallest.add(-area, at: place())
        widest.add(ratio, at: place())
        tallest.add(-ratio, at: place())
    }

    mutating func merge(_ other: RowTally) {
        rows += other.rows
        images += other.images
        failures.merge(other.failures)
        let words = other.failures.entries.map { entry in
            var name = entry.name
            return name.withUTF8 { failures.place(of: UnsafeRawBufferPointer($0)) }
        }
        hosts.merge(other.hosts) { $0.renumbered(words) }
        mimes.merge(other.mimes)
        cameras.merge(other.cameras)
        exifRead += other.exifRead
        exifCameras += other.exifCameras
        resolutions.add(other.resolutions)
        sides.merge(other.sides)
        ratios.merge(other.ratios)
        bytes.merge(other.bytes)
        milliseconds.merge(other.milliseconds)
        captions.merge(other.captions)
        longestCaption = max(longestCaption, other.longestCaption)
        uncaptioned += other.uncaptioned
        contents.merge(other.contents)
        texts.merge(other.texts)
        hashed += other.hashed
        sample.merge(other.sample)
        largest.merge(other.largest)
        smallest.merge(other.smallest)
        widest.merge(other.widest)
        tallest.merge(other.tallest)
        hasOriginalSizes = hasOriginalSizes || other.hasOriginalSizes
    }
}
