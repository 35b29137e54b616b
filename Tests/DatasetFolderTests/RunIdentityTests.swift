// Whether two runs may write to one folder, and how the difference is reported.

import DatasetFixtures
import DatasetModel
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct RunIdentityTests {
    private func identity(
        size: String? = "256", mode: String = "border", rows: Int? = 12_933_524, list: String = "lists/laion.parquet",
        bytes: Int = 2_000_000, columns: [String] = ["caption", "url"], flag: String? = nil
    ) -> RunIdentity {
        RunIdentity(
            lists: [RunIdentity.ListFile(path: list, sizeBytes: bytes, rowCount: rows)], columns: columns,
            options: [
                RunIdentity.Option(name: "image-size", value: OptionValue(recorded: size)),
                RunIdentity.Option(name: "resize-mode", value: OptionValue(recorded: mode)),
                RunIdentity.Option(name: "resize-only-if-bigger", value: OptionValue(recorded: flag)),
            ])
    }

    private func mixing(_ now: RunIdentity, after begun: RunIdentity) -> ShardError? {
        shardError {
            let history = try RunHistory.start(
                begun, policy: .incremental, after: nil, highest: nil, dataset: "laion-256")
            _ = try RunHistory.start(now, policy: .incremental, after: history, highest: nil, dataset: "laion-256")
        }
    }

    @Test("Another image size is reported with both sizes and the ways on") func imageSize() throws {
        let error = try #require(mixing(identity(size: "384"), after: identity()))
        #expect(error.category == .identityDiffers)
        #expect(
            error.message
                == "laion-256 was begun with --image-size 256; resuming with 384 would mix two datasets.")
        #expect(
            error.hint
                == "resume with the former options: --image-size 256 · start over: another --output-folder · replace it: --incremental-mode overwrite"
        )
    }

    @Test("Several options are shown together") func several() throws {
        let error = try #require(mixing(identity(size: "384", mode: "no"), after: identity()))
        #expect(
            error.message
                == "laion-256 was begun with --image-size 256, with --resize-mode border; resuming with --image-size 384, with --resize-mode no would mix two datasets."
        )
    }

    @Test("A flag that was not set is reported as such") func flag() throws {
        let error = try #require(mixing(identity(flag: ""), after: identity()))
        #expect(
            error.message
                == "laion-256 was begun without --resize-only-if-bigger; resuming with --resize-only-if-bigger would mix two datasets."
        )
    }

    @Test("A list of another length is reported with its rows") func rows() throws {
        let error = try #require(mixing(identity(rows: 13_000_000, bytes: 9), after: identity()))
        #expect(
            error.message
                == "laion-256 was begun with laion.parquet of 12,933,524 rows; resuming with laion.parquet of 13,000,000 rows would mix two datasets."
        )
        #expect(error.hint?.contains("--incremental-mode extend") == true)
    }

    @Test("Another list is reported with both names") func list() throws {
        let error = try #require(mixing(identity(list: "other.parquet"), after: identity()))
        #expect(
            error.message
                == "laion-256 was begun with laion.parquet; resuming with other.parquet would mix two datasets.")
    }

    @Test("The same list from another place is the same, row counts known or not") func moved() {
        #expect(mixing(identity(list: "/data/laion.parquet"), after: identity()) == nil)
        #expect(mixing(identity(rows: nil), after: identity()) == nil)
        #expect(mixing(identity(rows: nil, bytes: 3), after: identity())?.message.contains("of 3 bytes") == true)
    }

    @Test("Other columns are reported") func columns() throws {
        let error = try #require(mixing(identity(columns: ["url"]), after: identity()))
        #expect(error.message.contains("was begun with the columns caption, url; resuming with the columns url would"))
    }

    @Test("An option that only one side knows differs unless it is unset") func unknownOption() {
        let old = RunIdentity(lists: [], columns: [], options: [])
        let unset = RunIdentity(lists: [], columns: [], options: [.init(name: "new", value: .absent)])
        let set = RunIdentity(lists: [], columns: [], options: [.init(name: "new", value: .text("1"))])
        #expect(unset.differences(from: old).isEmpty && old.differences(from: unset).isEmpty)
        #expect(set.differences(from: old).count == 1 && old.differences(from: set).count == 1)
    }

    @Test("Extending begins after the highest shard and is gone on with from there") func extend() throws {
        let first = try RunHistory.start(identity(), policy: .incremental, after: nil, highest: nil, dataset: "d")
        let other = identity(list: "more.parquet")
        let second = try RunHistory.start(other, policy: .extend, after: first, highest: ShardID(41), dataset: "d")
        #expect(second.runs.map(\.firstShard) == [ShardID(0), ShardID(42)])
        #expect(second.runs.last?.firstShard == ShardID(42))
        let again = try RunHistory.start(
            other, policy: .incremental, after: second, highest: ShardID(43), dataset: "d")
        #expect(again == second)
        let anew = try RunHistory.start(
            identity(), policy: .overwrite, after: second, highest: ShardID(43), dataset: "d")
        #expect(anew.runs.count == 1 && anew.runs.last?.firstShard == ShardID(0))
    }

    @Test("The record is read back from the folder") func recorded() throws {
        let test = try TestFolder()
        let folder = try DatasetFolder(test.out)
        #expect(try RunHistory.read(from: folder) == nil)
        let history = try RunHistory.start(
            identity(rows: nil), policy: .incremental, after: nil, highest: nil, dataset: "d")
        try history.write(to: folder)
        #expect(try RunHistory.read(from: folder) == history)
        #expect(try test.names("out/.img2shards") == ["lock", "open", "run.json"])
        #expect(try test.visible().isEmpty)
    }

    @Test(
        "A damaged record is reported, never guessed at",
        arguments: ["", "{\"version\": 1}", "{\"version\": 2, \"runs\": []}"])
    func damaged(text: String) throws {
        let test = try TestFolder()
        try test.write(text, to: "out/.img2shards/run.json")
        let folder = try DatasetFolder(test.out)
        #expect(shardError { _ = try RunHistory.read(from: folder) }?.category == .damagedState)
    }
}
