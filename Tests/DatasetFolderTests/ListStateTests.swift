// Whether a list was written to since it was looked at.

import DatasetFixtures
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct ListStateTests {
    private func state(
        _ name: String = "a.csv", bytes: Int = 10, modified: Int = 1000, nanoseconds: Int = 5, seen: Int = 2000,
        firstShard: Int = 0, changed: Int = 1000, inode: UInt64 = 7
    ) -> ListState {
        ListState(
            firstShard: firstShard,
            files: [
                ListState.File(
                    name: name, sizeBytes: bytes, modifiedSeconds: modified, modifiedNanoseconds: nanoseconds,
                    changedSeconds: changed, changedNanoseconds: 0, inode: inode)
            ], seenSeconds: seen)
    }

    @Test("A file that is as it was vouches for its rows; another time, size, name or run does not") func vouches() {
        #expect(state().vouches(for: state(seen: 3000)))
        #expect(!state().vouches(for: state(bytes: 11)))
        #expect(!state().vouches(for: state(nanoseconds: 6)))
        #expect(!state().vouches(for: state("b.csv")))
        #expect(!state().vouches(for: state(firstShard: 3)))
        // Another file of the same name, size and times, and one whose time was set back.
        #expect(!state().vouches(for: state(inode: 8)))
        #expect(!state().vouches(for: state(changed: 1001)))
    }

    @Test("A file that was just written when it was looked at may have been written to again in the same moment")
    func fresh() {
        #expect(!state(modified: 1000, seen: 1002).vouches(for: state(modified: 1000, seen: 3000)))
        #expect(state(modified: 1000, seen: 1003).vouches(for: state(modified: 1000, seen: 3000)))
        #expect(!state(seen: 2000, changed: 1999).vouches(for: state(seen: 3000, changed: 1999)))
    }

    @Test("It is read back as it was written, and a damaged one knows nothing") func kept() throws {
        let test = try TestFolder()
        let folder = try DatasetFolder(test.out)
        #expect(folder.listState() == nil)
        try folder.write(state())
        #expect(folder.listState() == state())
        try test.write("{", to: "out/.img2shards/lists.json")
        #expect(folder.listState() == nil)
        try test.write("a", to: "list.csv")
        let now = try #require(ListState([test.path + "/list.csv"], firstShard: 0))
        #expect(now.files.map(\.name) == ["list.csv"] && now.files[0].sizeBytes == 1)
        #expect(ListState([test.path + "/gone.csv"], firstShard: 0) == nil)
    }
}
