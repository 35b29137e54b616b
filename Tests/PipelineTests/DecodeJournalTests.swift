// Crashes of a decoder: noted by the process that dies, left out by the next.

import DatasetModel
import Foundation
import Ground
import TestSupport
import Testing

@testable import Pipeline

@Suite("Crashed decoders")
struct DecodeJournalTests {
    private func place(_ shard: Int, _ row: Int) -> DecodeJournal.Place {
        DecodeJournal.Place(shard: ShardID(shard), row: row)
    }

    /// Two workers are at 3/14 and 15/9 when the thread called `name` crashes; worker 7 does when there is no name.
    private static func crash(_ path: String, thread name: String?) -> Never {
        let journal = DecodeJournal(path: path)
        guard journal.start() else { exit(1) }
        let ready = DispatchSemaphore(value: 0)
        for (worker, shard, row) in [(0, 3, 14), (7, 15, 9)] {
            Thread.detachNewThread {
                journal.asWorker(worker) {
                    journal.decoding(DecodeJournal.Place(shard: ShardID(1), row: 1)) {}
                    journal.decoding(DecodeJournal.Place(shard: ShardID(shard), row: row)) {
                        ready.signal()
                        if worker == 7, name == nil {
                            // Not before the other is at work, too.
                            ready.wait()
                            ready.wait()
                            abort()
                        }
                        // The process dies long before.
                        sleep(60)
                    }
                }
            }
        }
        guard let name else {
            sleep(60)
            exit(1)
        }
        ready.wait()
        ready.wait()
        NamedThread(name) { abort() }.join()
        exit(1)
    }

    @Test("The sample on the thread that crashes is noted, and no other")
    func ownThread() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("crashes")
        await #expect(processExitsWith: .signal(SIGABRT)) { [path = path as String] in
            Self.crash(path, thread: nil)
        }
        #expect(DecodeJournal(path: path).known == [place(15, 9)])
    }

    @Test("A decoder's own threads count for the worker that began them, dav1d's for all, others for none")
    func otherThreads() async throws {
        let folder = try TemporaryFolder()
        let (inherited, named, foreign) = (folder.path("a"), folder.path("b"), folder.path("c"))
        await #expect(processExitsWith: .signal(SIGABRT)) { [path = inherited as String] in
            Self.crash(path, thread: "image-7")
        }
        #expect(DecodeJournal(path: inherited).known == [place(15, 9)])
        await #expect(processExitsWith: .signal(SIGABRT)) { [path = named as String] in
            Self.crash(path, thread: "dav1d-worker")
        }
        #expect(DecodeJournal(path: named).known == [place(3, 14), place(15, 9)])
        await #expect(processExitsWith: .signal(SIGABRT)) { [path = foreign as String] in
            Self.crash(path, thread: "sample-writer")
        }
        #expect(DecodeJournal(path: foreign).known.isEmpty)
    }

    @Test("An image that does not come to an end can be noted from outside, and the process goes on")
    func blame() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("crashes")
        await #expect(processExitsWith: .success) { [path = path as String] in
            let journal = DecodeJournal(path: path)
            guard journal.start() else { exit(1) }
            let ready = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                journal.asWorker(3) {
                    journal.decoding(DecodeJournal.Place(shard: ShardID(4), row: 8)) {
                        ready.signal()
                        sleep(60)
                    }
                }
            }
            ready.wait()
            journal.blame(worker: 3)
            // Neither an idle worker nor one that is none is noted.
            journal.blame(worker: 2)
            journal.blame(worker: 100_000)
            exit(0)
        }
        #expect(DecodeJournal(path: path).known == [place(4, 8)])
    }

    @Test("A fault ends the process as it would without a journal, and a used-up stack is noted too")
    func faults() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("crashes")
        await #expect(processExitsWith: .failure) { [path = path as String] in
            let journal = DecodeJournal(path: path)
            guard journal.start() else { return }
            Thread.detachNewThread {
                journal.asWorker(0) {
                    journal.decoding(DecodeJournal.Place(shard: ShardID(2), row: 5)) {
                        _ = Self.depth(ProcessInfo.processInfo.processIdentifier > 0)
                    }
                }
            }
            sleep(60)
        }
        #expect(DecodeJournal(path: path).known == [place(2, 5)])
    }

    @Test("A second start in one process notes into its own file, and a crash still ends the process")
    func secondStart() async throws {
        let folder = try TemporaryFolder()
        let (first, second) = (folder.path("first"), folder.path("second"))
        await #expect(processExitsWith: .failure) { [first = first as String, second = second as String] in
            // Where the handler calls itself for ever, this ends the test.
            alarm(10)
            for path in [first, second] {
                guard DecodeJournal(path: path).start() else { exit(0) }
            }
            DecodeJournal(path: second).asWorker(0) {
                DecodeJournal(path: second).decoding(DecodeJournal.Place(shard: ShardID(7), row: 42)) {
                    UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
                }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: first))
        let lines = try String(contentsOfFile: second, encoding: .utf8)
        #expect(lines == "7 42 \(SIGSEGV)\n")
    }

    private static func depth(_ goesOn: Bool) -> Int {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { bytes in
            bytes[0] = 1
            return goesOn ? depth(goesOn) + Int(bytes[0]) : 0
        }
    }

    @Test("Lines that were cut or are no numbers are passed over")
    func damagedLines() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("crashes", "0 1 11\nnonsense\n\n4 x 6\n7 8 6\n9 10")
        #expect(DecodeJournal(path: path).known == [place(0, 1), place(7, 8)])
        #expect(DecodeJournal(path: folder.path("absent")).known.isEmpty)
    }
}
