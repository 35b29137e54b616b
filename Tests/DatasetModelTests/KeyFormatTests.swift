// Names and keys must be img2dataset's to the digit, or two downloads of a dataset do not line up.

import DatasetModel
import Testing

@Suite("Shard names and sample keys")
struct KeyFormatTests {
    @Test(
        "The index has as many digits as the samples of a shard need",
        arguments: [(1, 0), (2, 1), (3, 1), (10, 1), (11, 2), (100, 2), (10_000, 4), (10_001, 5), (100_000, 5)])
    func indexWidth(samplesPerShard: Int, digits: Int) {
        #expect(KeyFormat(samplesPerShard: samplesPerShard).indexWidth == digits)
    }

    @Test("A key is the shard's number and the sample's index, padded")
    func keys() {
        #expect(KeyFormat(samplesPerShard: 10_000).key(shard: ShardID(1), index: 5).text == "000010005")
        #expect(KeyFormat(samplesPerShard: 1).key(shard: ShardID(7), index: 0).text == "00007")
        #expect(KeyFormat(samplesPerShard: 10, shardIDWidth: 3).key(shard: ShardID(12), index: 9).text == "0129")
    }

    @Test("A number too long for its padding takes the digits it needs")
    func overflow() {
        #expect(KeyFormat(samplesPerShard: 10_000).key(shard: ShardID(100_000), index: 3).text == "1000000003")
        #expect(KeyFormat(samplesPerShard: 10_000).name(of: ShardID(123_456)) == "123456")
        #expect(KeyFormat(samplesPerShard: 10_000).name(of: ShardID(12)) == "00012")
    }
}
