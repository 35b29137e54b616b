// The JSON of samples against Python's.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct SampleJSONTests {
    private func json(_ record: SampleRecord, members: String, exif: Bool, hash: String?) -> String {
        let json = SampleJSON(includesEXIF: exif, hashName: hash)
        return Array(members.utf8).withUnsafeBytes { members in
            json.withJSON(members: members, key: SampleKey("000000001"), record: record) {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }

    @Test("A success has the input columns first, then the run's own keys in img2dataset's order") func success() {
        let record = SampleRecord(
            index: 1, outcome: .success, width: 256, height: 171, originalWidth: 1024, originalHeight: 683,
            exif: "{\"Image Make\": \"Caf\u{E9}\"}", hash: "9f86d0")
        let members = "    \"caption\": \"a \\\"cat\\\"\",\n    \"url\": \"http://example.org/1.jpg\""
        #expect(
            json(record, members: members, exif: true, hash: "sha256") == """
                {
                    "caption": "a \\"cat\\"",
                    "url": "http://example.org/1.jpg",
                    "key": "000000001",
                    "status": "success",
                    "error_message": null,
                    "width": 256,
                    "height": 171,
                    "original_width": 1024,
                    "original_height": 683,
                    "exif": "{\\"Image Make\\": \\"Caf\\u00e9\\"}",
                    "sha256": "9f86d0"
                }
                """)
    }

    @Test("What is not known is null; what is not asked for is not there") func nulls() {
        let record = SampleRecord(index: 1, outcome: .failedToResize("decode", "Image decoding error"))
        #expect(
            json(record, members: "", exif: false, hash: "md5") == """
                {
                    "key": "000000001",
                    "status": "failed_to_resize",
                    "error_message": "Image decoding error",
                    "width": null,
                    "height": null,
                    "original_width": null,
                    "original_height": null,
                    "md5": null
                }
                """)
    }

    @Test("One builder makes many samples, each on its own") func reuse() {
        let builder = SampleJSON(includesEXIF: false, hashName: nil)
        let lengths = ["a", String(repeating: "b", count: 100_000), "c"].map { message in
            builder.withJSON(
                members: UnsafeRawBufferPointer(start: nil, count: 0), key: SampleKey("1"),
                record: SampleRecord(index: 0, outcome: .failedToDownload("x", message))
            ) { $0.count }
        }
        #expect(lengths[0] == lengths[2])
        #expect(lengths[1] == lengths[0] + 99_999)
    }
}
