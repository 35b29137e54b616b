// Leases as files: taken by one, kept while renewed, taken over when lost.

import DatasetFixtures
import Files
import Foundation
import Synchronization
import Testing

@testable import DatasetFolder

@Suite struct LeaseTests {
    let test: TestFolder
    let folder: String

    init() throws {
        test = try TestFolder()
        folder = test.path + "/claims"
    }

    /// A process of another machine, as far as the leases can tell.
    private func leases(
        _ worker: String, machine: String = "elsewhere", token: String? = nil, seconds: Double = 60
    ) throws -> Leases {
        let process = ProcessIdentity(
            host: "host-" + worker, machine: machine, pid: 1, started: "1", token: token ?? "token-" + worker)
        return try Leases(folder: folder, worker: worker, seconds: seconds, process: process)
    }

    /// As if nobody had written to the file for an hour.
    private func age(_ file: String) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: folder + "/" + file)
    }

    private func isTaken(_ answer: Leases.Answer) -> Bool { if case .taken = answer { true } else { false } }

    @Test("What one holds nobody else gets, and learns who has it") func held() throws {
        let (first, second) = (try leases("a"), try leases("b"))
        #expect(isTaken(try first.take("shard-1")))
        #expect(isTaken(try first.take("shard-1")), "its own is taken again")
        guard case .held(let holder, let left) = try second.take("shard-1") else {
            Issue.record("taken twice")
            return
        }
        #expect(holder?.worker == "a" && holder?.process.host == "host-a")
        #expect(left > 50 && left <= 63.5)
        #expect(first.confirm("shard-1"))
        #expect(isTaken(try second.take("shard-2")))
    }

    @Test("What is given back is taken at once, and the next one learns from whom") func released() throws {
        let (first, second) = (try leases("a"), try leases("b"))
        _ = try first.take("shard-1")
        first.release("shard-1")
        guard case .taken(let before) = try second.take("shard-1") else {
            Issue.record("not free")
            return
        }
        #expect(before?.worker == "a")
        #expect(!first.confirm("shard-1") && second.confirm("shard-1"))
    }

    @Test("A lease that was not renewed is taken over; who wakes then has lost it, and destroys nothing")
    func expired() throws {
        let (first, second) = (try leases("a"), try leases("b"))
        _ = try first.take("shard-1")
        try age("shard-1.1")
        #expect(isTaken(try second.take("shard-1")))
        first.renew()
        #expect(!first.confirm("shard-1"))
        #expect(second.confirm("shard-1"))
        first.release("shard-1")
        first.remove("shard-1")
        second.renew()
        #expect(second.confirm("shard-1"))
        if case .taken = try first.take("shard-1") { Issue.record("taken from its holder") }
    }

    @Test("A lease that had hundreds of holders is taken with few looks at its place", arguments: [0, 1, 2, 3, 7, 300])
    func manyHolders(count: Int) throws {
        let place = CountedClaims(FolderClaims(folder))
        try place.prepare()
        for _ in 0..<count {
            let leases = Leases(in: place, worker: "a", seconds: 60)
            #expect(isTaken(try leases.take("dataset")))
            leases.release("dataset")
        }
        place.reads.store(0, ordering: .relaxed)
        let last = Leases(in: place, worker: "b", seconds: 60)
        #expect(isTaken(try last.take("dataset")))
        #expect(last.number(of: "dataset") == count + 1)
        #expect(place.reads.load(ordering: .relaxed) <= min(count + 3, 20))
    }

    @Test("Something with a number behind a gap does not hide who holds a lease", arguments: [4, 5, 8])
    func gap(number: Int) throws {
        let (first, second) = (try leases("a"), try leases("b"))
        _ = try first.take("shard-1")
        first.release("shard-1")
        _ = try first.take("shard-1")
        try FileManager.default.copyItem(
            atPath: folder + "/shard-1.1", toPath: folder + "/shard-1.\(number)")
        #expect(!isTaken(try second.take("shard-1")))
        #expect(first.confirm("shard-1"))
    }

    @Test("A renewed lease holds, however old it was") func renewed() throws {
        let (first, second) = (try leases("a"), try leases("b"))
        _ = try first.take("shard-1")
        try age("shard-1.1")
        first.renew()
        #expect(!isTaken(try second.take("shard-1")))
    }

    @Test("Of many that want an expired lease one gets it") func race() async throws {
        // Long: beside many tests minutes may pass before all have asked.
        let first = try leases("a", seconds: 3000)
        _ = try first.take("shard-1")
        try age("shard-1.1")
        let others = try (0..<8).map { try leases("b\($0)", seconds: 3000) }
        let taken = await withTaskGroup(of: Bool.self) { group in
            for leases in others {
                group.addTask { if case .taken = try? leases.take("shard-1") { true } else { false } }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
        #expect(others.filter { $0.confirm("shard-1") }.count == 1)
    }

    @Test("A worker that is started again has its shards at once") func again() throws {
        _ = try leases("3-of-8").take("shard-1")
        let again = try leases("3-of-8", token: "later")
        #expect(isTaken(try again.take("shard-1")))
        let other = try leases("3-of-8", token: "other")
        #expect(!isTaken(try other.take("dataset", belongsToWorker: false)) == false)
    }

    @Test("The lease of a process of this machine that has ended is free") func ended() throws {
        let child = Process()
        child.executableURL = URL(filePath: "/bin/sleep")
        child.arguments = ["100"]
        try child.run()
        let here = ProcessIdentity.current
        let pid = Int(child.processIdentifier)
        let status = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        let started = status[(try #require(status.lastIndex(of: ")")))...].split(separator: " ")[20]
        let process = ProcessIdentity(
            host: "h", machine: here.machine, pid: pid, started: String(started), token: "child")
        let first = try Leases(folder: folder, worker: "a", seconds: 60, process: process)
        _ = try first.take("shard-1")
        let second = try leases("b")
        #expect(!isTaken(try second.take("shard-1")))
        #expect(!second.haveEnded("shard-1", worker: "a"))
        kill(child.processIdentifier, SIGKILL)
        child.waitUntilExit()
        #expect(second.haveEnded("shard-1", worker: "a"))
        // Another worker's lease says nothing about this one.
        #expect(second.haveEnded("shard-1", worker: "c"))
        #expect(isTaken(try second.take("shard-1")))
        #expect(!second.haveEnded("shard-1", worker: "b") && second.haveEnded("shard-1", worker: "b", but: 2))
    }

    @Test(
        "A file that may be a half-written lease blocks its shard for a while, then it is free",
        arguments: ["", "{", "\0\0", #"{"worker":"a"}"#])
    func unreadable(text: String) throws {
        let leases = try leases("a")
        try test.write(text, to: "claims/shard-1.1")
        #expect(!isTaken(try leases.take("shard-1")))
        #expect(isTaken(try leases.take("shard-2")))
        #expect(leases.takeOddities().isEmpty, "it may be written at this moment")
        try age("shard-1.1")
        #expect(isTaken(try leases.take("shard-1")))
        #expect(leases.takeOddities() == ["\(folder)/shard-1.1 is not a lease: \(waiting)"])
        #expect(leases.takeOddities().isEmpty)
    }

    private let waiting = "waiting until it was not written to for 2 minutes"

    /// What somebody put in the folder of leases.
    enum Stranger: CaseIterable {
        case text, longText, folder, pipe, link, deadLink

        func put(_ path: String) throws {
            switch self {
            case .text: try Data("null".utf8).write(to: URL(filePath: path))
            case .longText: try Data(repeating: UInt8(ascii: "x"), count: 10_000).write(to: URL(filePath: path))
            case .folder: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .pipe: #expect(mkfifo(path, 0o600) == 0)
            case .link: #expect(symlink("/dev/null", path) == 0)
            case .deadLink: #expect(symlink("nowhere", path) == 0)
            }
        }
    }

    @Test("What cannot be a lease is ignored and reported, wherever it lies among leases", arguments: Stranger.allCases)
    func stranger(_ stranger: Stranger) throws {
        let (first, second) = (try leases("a"), try leases("b"))
        try stranger.put(folder + "/shard-1.1")
        #expect(isTaken(try first.take("shard-1")))
        let reports = first.takeOddities()
        #expect(reports.count == 1)
        #expect(
            reports.allSatisfy { $0.hasPrefix("\(folder)/shard-1.1 is ") && $0.hasSuffix(": ignored") }, "\(reports)")
        #expect(!isTaken(try second.take("shard-1")))
        #expect(first.confirm("shard-1"))
        #expect(!second.haveEnded("shard-1", worker: "a"))
        // Above a lease that is held: it is lost, and can be taken again.
        try stranger.put(folder + "/shard-1.3")
        #expect(!first.confirm("shard-1"))
        #expect(isTaken(try second.take("shard-1")))
        #expect(second.confirm("shard-1"))
        // In place of a lease that is held.
        try FileManager.default.removeItem(atPath: folder + "/shard-1.4")
        try stranger.put(folder + "/shard-1.4")
        if stranger != .text, stranger != .longText { second.renew() }
        #expect(!second.confirm("shard-1"))
        second.release("shard-1")
    }

    @Test("A worker is seen although something else has a higher number") func hiddenWorker() throws {
        _ = try leases("a").take("worker-a", belongsToWorker: false)
        try FileManager.default.createDirectory(atPath: folder + "/worker-a.9", withIntermediateDirectories: false)
        #expect(mkfifo(folder + "/worker-b.1", 0o600) == 0)
        #expect(try DatasetWorker.running(in: FolderClaims(folder)).map(\.worker) == ["a"])
    }

    @Test("A lease that this user may not read is its owner's, until it was not renewed for long") func denied() throws
    {
        _ = try leases("a").take("shard-1")
        let own = try leases("b")
        let disk = FileFaults { _, operation in
            if case .open(let path) = operation, path.hasSuffix("/shard-1.1") { .error(EACCES) } else { nil }
        }
        try disk.run {
            #expect(!isTaken(try own.take("shard-1")))
            #expect(isTaken(try own.take("shard-2")))
            try age("shard-1.1")
            #expect(isTaken(try own.take("shard-1")))
        }
        #expect(
            own.takeOddities() == ["\(folder)/shard-1.1 cannot be read: Permission denied: \(waiting)"])
    }

    @Test("What a link under a lease's name leads to stays as it was") func link() throws {
        let leases = try leases("a")
        try test.write("precious", to: "other")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/shard-1.1", withDestinationPath: test.path + "/other")
        #expect(isTaken(try leases.take("shard-1")))
        leases.remove("shard-1")
        #expect(try test.text("other") == "precious")
    }
}
