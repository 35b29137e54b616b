// The options that take a part of the list, before any list is read.

import DatasetFolder
import TestSupport
import Testing

@testable import Planning

@Suite struct SubsetChoicesTests {
    private func flags(_ change: (inout SubsetFlags) -> Void) -> DownloadFlags {
        var flags = DownloadFlags()
        change(&flags.subset)
        return flags
    }

    @Test("The first lines of a run say how duplicates are remembered")
    func words() throws {
        let flags = flags {
            $0.dedup = "url"
            $0.limit = 5
        }
        let choices = try SubsetChoices(flags)
        #expect(choices.words(flags, rows: 1_000_000) == ["--dedup url (exact, 21 MB)", "--limit 5"])
        #expect(
            choices.words(flags, rows: 400_000_000).first
                == "--dedup url (Bloom filter, 978 MB; at most 0.01 % false positives)")
        #expect(choices.words(flags, rows: nil).first == "--dedup url")
    }

    @Test("A list that does not fit into the memory for duplicates is refused, with ways out that work")
    func memory() throws {
        let flags = flags { $0.dedup = "url" }
        try SubsetChoices(flags).checkMemory(rows: 400_000_000)
        try SubsetChoices(flags).checkMemory(rows: nil)
        let error = #expect(throws: DownloadError.self) { try SubsetChoices(flags).checkMemory(rows: 2_000_000_000) }
        #expect(error?.message.contains("needs 4.9GB") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("--dedup-memory 4.9GB") == true)
        var larger = flags
        larger.subset.dedupMemory = "4.9GB"
        try SubsetChoices(larger).checkMemory(rows: 2_000_000_000)
    }

    @Test("A seed is recorded where something is drawn by it, and so are defaults that were typed")
    func recorded() {
        func recorded(_ change: (inout SubsetFlags) -> Void) -> [String: String] {
            Dictionary(
                uniqueKeysWithValues: SubsetChoices.shapingOptions(flags(change)).compactMap { name, value in
                    value.map { (name, $0) }
                })
        }
        #expect(recorded { _ in } == [:])
        #expect(recorded { $0.sample = 0.5 } == ["sample": "0.5", "seed": "0"])
        #expect(recorded { $0.shuffles = true } == ["shuffle": "", "seed": "0"])
        #expect(recorded { $0.dedup = "url" } == ["dedup": "url"])
    }

    @Test("Exclude lists are recorded with their sizes, and read again without")
    func excludeFiles() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("a (1).txt", "a.test\n")
        let second = try folder.write("b,c.txt", "b.test\nc.test\n")
        let codec = OptionCodec<[String]>.files
        let value = codec.encode([first, second])
        #expect(value.recorded == "\(first) (7 bytes) --exclude-list \(second) (14 bytes)")
        #expect(codec.decode(value, []) == [first, second])
        #expect(codec.decode(OptionValue(recorded: value.recorded), []) == [first, second])
        #expect(codec.encode([]) == .absent && codec.decode(.absent, ["x"]) == ["x"])
    }
}
