// What a worker says of the dataset at its end.

import Testing

@testable import Planning

@Suite struct WorkersDatasetTests {
    private func share(_ change: (inout WorkerFlags) -> Void) throws -> WorkerShare {
        var flags = WorkerFlags()
        change(&flags)
        return try #require(try WorkerShare.resolve(flags))
    }

    private let dataset = WorkersDataset(shards: 0..<9, missing: [1, 2, 4, 7])

    @Test("A fixed share names the parts that miss shards, others the shards") func missing() throws {
        let part = try share { $0.part = "1/3" }
        #expect(dataset.doneCount == 5 && !dataset.isComplete)
        #expect(part.missingWords(of: dataset) == "parts 2-3 of 3 are not")
        #expect(part.missingParts(of: dataset)?.text == "2-3")
        #expect(part.missingWords(of: WorkersDataset(shards: 0..<9, missing: [4])) == "part 2 of 3 is not")
        for claims in [true, false] {
            let other = try share { flags in
                if claims { flags.claims = true } else { flags.shards = ["0"] }
            }
            #expect(other.missingWords(of: dataset) == "shards 1-2,4,7 are not")
            #expect(other.missingParts(of: dataset) == nil)
        }
        let whole = WorkersDataset(shards: 0..<9, missing: [])
        #expect(whole.isComplete && whole.doneCount == 9 && part.missingWords(of: whole) == nil)
    }

    @Test("Thousands of missing shards are a short text") func many() throws {
        let numbers = try #require(ShardNumbers(stride(from: 0, to: 100_000, by: 2)))
        #expect(numbers.count == 50_000 && numbers.numbers.reduce(0) { $0 + $1 } == 2_499_950_000)
        #expect(numbers.shortText.count == 61 && numbers.shortText.hasPrefix("0,2,4,"))
    }

    @Test("A worker without work says why") func explanation() throws {
        func text(wereDone: Bool = false, _ change: (inout WorkerFlags) -> Void) throws -> String? {
            try share(change).explanation(of: dataset, wereDone: wereDone)
        }
        #expect(
            try text { $0.part = "11/12" } == "nothing to do: part 11 of 12 has no shard, as the dataset has 9 shards")
        #expect(try text { $0.part = "2/12" } == nil)
        #expect(
            try text(wereDone: true) { $0.part = "2/12" }
                == "nothing to do: the shards of part 2 of 12 were done before this start")
        #expect(try text { $0.shards = ["8-9"] } == "shard 9 does not exist: the dataset has 9 shards")
        #expect(try text { $0.shards = ["3", "9-11"] } == "shards 9-11 do not exist: the dataset has 9 shards")
        #expect(
            try text(wereDone: true) { $0.shards = ["3"] } == "nothing to do: these shards were done before this start")
        #expect(try text(wereDone: true) { $0.claims = true } == nil)
    }

    @Test("Shards of which none exists are an error") func beyond() throws {
        let beyond = try share { $0.shards = ["90", "95-96"] }
        #expect(throws: Never.self) { try beyond.check(shardCount: 91) }
        for (count, words) in [(90, "its shards are 0 to 89"), (1, "its only shard is 0"), (0, "it has no shard")] {
            let error = #expect(throws: DownloadError.self) { try beyond.check(shardCount: count) }
            #expect(error?.exitCode == 2)
            #expect(error?.headline == "--shards 90,95-96 is not in the dataset: \(words).")
        }
        #expect(throws: Never.self) { try share { $0.part = "7/9" }.check(shardCount: 2) }
    }

    @Test("Another division of the dataset is pointed out") func divisions() throws {
        let part = try share { $0.part = "1/4" }
        #expect(part.note(otherWorldSizes: [4]) == nil)
        #expect(part.note(otherWorldSizes: [3, 4])?.contains("into 3 parts, this one into 4") == true)
        #expect(part.note(otherWorldSizes: [9, 3, 5, 7])?.contains("into 3, 5, 7 … parts") == true)
        #expect(try share { $0.claims = true }.note(otherWorldSizes: [3]) == nil)
    }
}
