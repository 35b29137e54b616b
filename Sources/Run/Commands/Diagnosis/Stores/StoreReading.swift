// Puts a store to the test: what it lets us do, and how fast.

internal import Glibc
internal import Ground
internal import Stores
internal import Tables

/// Lists, writes, reads and removes in one place of a store. What it writes has a name of its own, and is removed again.
struct StoreReading {
    /// Of the large file: more than two parts of an upload, so that it is one in parts.
    private static let largeBytes = 32 << 20
    private static let blockBytes = 4 << 20
    /// Unfinished uploads that are asked for their size, each with a request.
    private static let mostUploads = 200

    private let place: StorePath
    private let stores: Stores
    private let options: StoreOptions

    init(_ place: StorePath, _ options: StoreOptions) {
        self.place = place
        self.options = options
        stores = Stores(options)
    }

    /// Takes some seconds; each finding is passed to `show` as soon as it is known.
    func run(_ show: (Finding) -> Void) {
        let source = options.credentialSource(for: place, environment: Self.variable) { access($0, R_OK) == 0 }
        show(Finding("credentials", .note, "from \(source)"))
        guard testListing(show) else { return }
        // In no folder of their own: of one, Azure's client would leave an empty object behind.
        let name = ".img2shards-doctor-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let (small, large) = (place.appending(name + "-small"), place.appending(name + "-large"))
        if testSmallFile(small, show) { testLargeFile(large, show) }
        testRemoving([small, large], show)
        testUploads(show)
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    // MARK: Rights

    private func testListing(_ show: (Finding) -> Void) -> Bool {
        do throws(TableError) {
            let names = try stores.entries(of: place)
            show(Finding("list", .ok, "\(place.text) has \(names.count.counted("name"))"))
            return true
        } catch {
            // A folder that nothing was written to yet is not there.
            guard error.category == .notFound, !place.key.isEmpty else {
                show(StoreAdvice(place).finding("list", error, right: .list))
                return error.category == .denied && !StoreAdvice.isUnknownKey(error)
            }
        }
        show(Finding("list", .ok, "nothing is there yet: \(place.text)"))
        return true
    }

    private func testSmallFile(_ path: StorePath, _ show: (Finding) -> Void) -> Bool {
        let bytes = Array("img2shards doctor writes this file, and removes it again.\n".utf8)
        do throws(TableError) {
            try stores.write(bytes, to: path)
            show(Finding("write", .ok, "a small file was written"))
        } catch {
            show(StoreAdvice(place).finding("write", error, right: .write))
            return false
        }
        do throws(TableError) {
            let isSame = try stores.read(path, maximumBytes: 1 << 20) == bytes
            show(
                isSame
                    ? Finding("read", .ok, "it was read again")
                    : Finding("read", .change, "the store gave other bytes than were written"))
            return isSame
        } catch {
            show(StoreAdvice(place).finding("read", error, right: .read))
            return false
        }
    }

    // MARK: Speed

    private func testLargeFile(_ path: StorePath, _ show: (Finding) -> Void) {
        var random = SeededBits(seed: UInt64(getpid()))
        let block = (0..<Self.blockBytes / 8).map { _ in random.next() }
        let blocks = Self.largeBytes / Self.blockBytes
        do throws(TableError) {
            let start = ContinuousClock.now
            let upload = try stores.create(path)
            for _ in 0..<blocks { try write(block, to: upload) }
            try upload.finish()
            show(Finding("upload", .ok, "\(Self.speed(since: start)) by one connection, in parts"))
        } catch {
            show(StoreAdvice(place).finding("upload", error, right: .parts))
            return
        }
        do throws(TableError) {
            let start = ContinuousClock.now
            let object = try stores.file(path)
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 64)
            defer { room.deallocate() }
            var isSame = object.byteCount == Self.largeBytes
            for place in 0..<blocks where isSame {
                let count = try object.read(at: place * Self.blockBytes, into: room)
                isSame = count == room.count && Self.isSame(block, room)
            }
            show(
                isSame
                    ? Finding("download", .ok, "\(Self.speed(since: start)) by one connection")
                    : Finding("download", .change, "the store gave other bytes than were written"))
        } catch {
            show(StoreAdvice(place).finding("download", error, right: .read))
        }
    }

    private static func isSame(_ block: [UInt64], _ room: UnsafeMutableRawBufferPointer) -> Bool {
        block.withUnsafeBytes { bytes in
            guard let own = bytes.baseAddress, let theirs = room.baseAddress else { return false }
            return bytes.count == room.count && memcmp(own, theirs, room.count) == 0
        }
    }

    private func write(_ block: [UInt64], to upload: borrowing ObjectUpload) throws(TableError) {
        // A closure of the standard library cannot borrow the upload.
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 64)
        defer { bytes.deallocate() }
        block.withUnsafeBytes { bytes.copyMemory(from: $0) }
        try upload.write(UnsafeRawBufferPointer(bytes))
    }

    private static func speed(since start: ContinuousClock.Instant) -> String {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let duration = max(0.001, Double(seconds) + Double(attoseconds) / 1e18)
        return "\(Int((Double(largeBytes) / 1e6 / duration).rounded())) MB/s"
    }

    // MARK: What is left

    private func testRemoving(_ paths: [StorePath], _ show: (Finding) -> Void) {
        do throws(TableError) {
            for path in paths where try stores.info(path) != nil {
                try stores.remove(path)
                guard try stores.info(path) == nil else {
                    show(Finding("remove", .change, "\(path.text) is still there: remove it by hand"))
                    return
                }
            }
            show(Finding("remove", .ok, "what was written is removed"))
        } catch {
            show(StoreAdvice(place).finding("remove", error, right: .remove))
        }
    }

    /// `, 1.2 GB`; of many, at least so much.
    private static func size(_ uploads: UnfinishedUploads) -> String {
        guard uploads.asked > 0 else { return "" }
        let isAll = uploads.asked == uploads.count
        return ", " + (isAll ? "" : "the first \(uploads.asked.grouped) have ") + ByteCount(uploads.bytes).text
    }

    private func testUploads(_ show: (Finding) -> Void) {
        do throws(TableError) {
            guard let uploads = try stores.unfinishedUploads(in: place, asking: Self.mostUploads) else { return }
            let count = uploads.count
            guard count > 0 else {
                show(Finding("uploads", .ok, "no upload is unfinished"))
                return
            }
            show(
                Finding(
                    "uploads", .change,
                    "\(count.counted("upload")) below \(place.text) \(count == 1 ? "is" : "are") unfinished"
                        + Self.size(uploads) + ": what killed runs left costs its room",
                    advice: StoreAdvice(place).lifecycle))
        } catch {
            show(StoreAdvice(place).finding("uploads", error, right: .listUploads))
        }
    }
}
