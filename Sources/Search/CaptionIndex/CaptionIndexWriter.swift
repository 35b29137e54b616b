// The index while it grows.

internal import CSQLite
internal import Files

/// Adds parts to an index file, each with all its rows at once. One thread at a time; readers see finished parts meanwhile.
package final class CaptionIndexWriter {
    private let database: Database
    private let addImage: Statement
    private let addTexts: Statement
    private let addCaption: Statement
    package private(set) var parts: [IndexedPart]
    private var nextImage: Int
    private var licences: [String: Int] = [:]
    /// Of the part that is being added.
    private var licenceCounts: [Int: Int] = [:]
    private var ranges: [String: ClosedRange<Double>] = [:]

    /// More licences than a page lists; further ones are kept without being a choice.
    private static let mostLicences = 1000

    /// Opens an index, or makes one if it is missing or of another version.
    ///
    /// - Throws: `unwritable`.
    package init(path: String) throws(IndexError) {
        var database = try Database(path: path, .writing)
        if try !Self.isOurs(database) {
            database = try Self.made(path)
        }
        // A power cut costs the index, which is made again, not the dataset.
        try database.run(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE"
        )
        self.database = database
        addImage = try database.prepare(
            """
            INSERT INTO images(id, part, row, start, bytes, width, height, similarity, aesthetic, nsfw, score, licence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        addTexts = try database.prepare("INSERT INTO texts(id, key, suffix, url, caption) VALUES (?, ?, ?, ?, ?)")
        addCaption = try database.prepare("INSERT INTO captions(rowid, caption) VALUES (?, ?)")
        parts = try Self.parts(of: database)
        nextImage = parts.last?.images.upperBound ?? 0
        let known = try database.prepare("SELECT number, name FROM licences")
        while try known.step() { if let name = known.text(1) { licences[name] = known.integer(0) } }
    }

    private static func isOurs(_ database: Database) throws(IndexError) -> Bool {
        do throws(IndexError) {
            let found = [
                try database.number("PRAGMA application_id"), try database.number("PRAGMA user_version"),
                try database.number("SELECT count(*) FROM sqlite_master WHERE name = 'captions'"),
            ]
            return found == [IndexSchema.application, IndexSchema.version, 1]
        } catch  where error.category == .damaged {
            return false
        }
    }

    private static func made(_ path: String) throws(IndexError) -> Database {
        for suffix in ["", "-wal", "-shm"] { Durable.tryToRemoveFile(path + suffix) }
        let database = try Database(path: path, .writing)
        try database.run("PRAGMA page_size = 8192; BEGIN; " + IndexSchema.statements + " COMMIT")
        return database
    }

    /// All parts of an index.
    static func parts(of database: Database) throws(IndexError) -> [IndexedPart] {
        let rows = try database.prepare("SELECT name, fingerprint, first, count, problem FROM parts ORDER BY number")
        var parts: [IndexedPart] = []
        while try rows.step() {
            let first = rows.integer(2) ?? 0
            parts.append(
                IndexedPart(
                    name: rows.text(0) ?? "", fingerprint: rows.text(1) ?? "",
                    images: first..<first + max(0, rows.integer(3) ?? 0), problem: rows.text(4)))
        }
        return parts
    }

    /// Forgets everything: a part was changed or removed, and numbers of images depend on all parts before.
    package func clear() throws(IndexError) {
        try database.run(
            """
            BEGIN; DELETE FROM parts; DELETE FROM images; DELETE FROM texts; DELETE FROM licences; DELETE FROM columns;
            INSERT INTO captions(captions) VALUES ('delete-all'); COMMIT
            """)
        (parts, nextImage, licences, ranges) = ([], 0, [:], [:])
    }

    /// Adds a part with the images that `fill` gives, one after another; without them where it throws.
    package func add<E: Error>(
        name: String, fingerprint: String,
        fill: (_ add: (IndexedImage) throws(IndexError) -> Void) throws(E) -> String?
    ) throws(IndexError) {
        let first = nextImage
        try database.run("BEGIN IMMEDIATE")
        do {
            let problem = try fill { image throws(IndexError) in try self.insert(image) }
            try finish(name, fingerprint, first, problem)
        } catch let error as IndexError {
            rollBack(to: first)
            throw error
        } catch {
            rollBack(to: first)
            try database.run("BEGIN IMMEDIATE")
            try finish(name, fingerprint, first, String(describing: error))
        }
    }

    private func rollBack(to first: Int) {
        // What fails here is what failed before.
        try? database.run("ROLLBACK")
        nextImage = first
        (licences, licenceCounts, ranges) = ([:], [:], [:])
    }

    private func finish(
        _ name: String, _ fingerprint: String, _ first: Int, _ problem: String?
    ) throws(IndexError) {
        let part = IndexedPart(name: name, fingerprint: fingerprint, images: first..<nextImage, problem: problem)
        let row = try database.prepare(
            "INSERT INTO parts(number, name, fingerprint, first, count, problem) VALUES (?, ?, ?, ?, ?, ?)")
        row.bind(1, parts.count)
        row.bind(2, name)
        row.bind(3, fingerprint)
        row.bind(4, first)
        row.bind(5, part.images.count)
        row.bind(6, problem)
        try row.run()
        for (name, range) in ranges {
            let column = try database.prepare(
                """
                INSERT INTO columns(name, lowest, highest) VALUES (?, ?, ?) ON CONFLICT(name) DO UPDATE SET
                    lowest = min(lowest, excluded.lowest), highest = max(highest, excluded.highest)
                """)
            column.bind(1, name)
            column.bind(2, range.lowerBound)
            column.bind(3, range.upperBound)
            try column.run()
        }
        for (number, count) in licenceCounts {
            let licence = try database.prepare("UPDATE licences SET count = count + ? WHERE number = ?")
            licence.bind(1, count)
            licence.bind(2, number)
            try licence.run()
        }
        try database.run("COMMIT")
        (ranges, licenceCounts) = ([:], [:])
        parts.append(part)
    }

    private func insert(_ image: IndexedImage) throws(IndexError) {
        let id = nextImage
        let licence: Int? = if let name = image.licence { try number(ofLicence: name) } else { nil }
        addImage.bind(1, id)
        addImage.bind(2, parts.count)
        addImage.bind(3, image.row)
        addImage.bind(4, image.picture?.bytes?.lowerBound)
        addImage.bind(5, image.picture?.bytes?.count)
        addImage.bind(6, image.width)
        addImage.bind(7, image.height)
        addImage.bind(8, image.similarity)
        addImage.bind(9, image.aesthetic)
        addImage.bind(10, image.nsfwTag?.rawValue)
        addImage.bind(11, image.nsfwScore)
        addImage.bind(12, licence)
        try addImage.run()
        addTexts.bind(1, id)
        addTexts.bind(2, image.key)
        addTexts.bind(3, image.picture?.suffix)
        addTexts.bind(4, image.url)
        addTexts.bind(5, image.caption)
        try addTexts.run()
        if let caption = image.caption {
            addCaption.bind(1, id)
            addCaption.bind(2, caption)
            try addCaption.run()
        }
        note("similarity", image.similarity)
        note("aesthetic", image.aesthetic)
        note("width", image.width.map(Double.init))
        note("height", image.height.map(Double.init))
        note("score", image.nsfwScore)
        note("nsfw", image.nsfwTag.map { Double($0.rawValue) })
        note("picture", image.picture.map { _ in 1 })
        nextImage += 1
    }

    private func note(_ name: String, _ value: Double?) {
        guard let value, value.isFinite else { return }
        guard let range = ranges[name] else {
            ranges[name] = value...value
            return
        }
        if !range.contains(value) { ranges[name] = min(range.lowerBound, value)...max(range.upperBound, value) }
    }

    private func number(ofLicence name: String) throws(IndexError) -> Int? {
        if licences[name] == nil {
            guard licences.count < Self.mostLicences else { return nil }
            let row = try database.prepare(
                "INSERT INTO licences(name, count) VALUES (?, 0) ON CONFLICT(name) DO UPDATE SET count = count RETURNING number"
            )
            row.bind(1, name)
            guard try row.step() else { return nil }
            licences[name] = row.integer(0)
        }
        guard let number = licences[name] else { return nil }
        licenceCounts[number, default: 0] += 1
        return number
    }

    /// Puts the pieces of the captions' index together, for quicker searches. Takes some seconds a million images.
    package func finish() throws(IndexError) {
        try database.run(
            "INSERT INTO captions(captions) VALUES ('optimize'); PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
