import DatasetFolder
import Foundation
import ShardFormats
import TestSupport
import Testing

@Suite struct OwnFileTests {
    @Test(
        "A file of a dataset is known by its name and its folder, in every layout",
        arguments: [
            // A dataset with a record.
            ("own/00000.tar", "own"), ("own/00007.parquet", "own"), ("own/00000_001.tar", "own"),
            ("own/00000/000000003.jpg", "own"), ("own/.img2shards/run.json", "own"), ("own/indices/wids/x.json", "own"),
            ("own/img_emb/img_emb_00000.npy", "own"), ("own/metadata/metadata_00000.parquet", "own"),
            ("own/256x256/00000.tar", "own/256x256"), ("own/256x256/00009.tar", nil), ("own/failed.parquet", nil),
            ("own/indices", nil), ("own/pages/report.html", nil),
            // One of img2dataset's.
            ("other/00000.tar", "other"), ("other/00000_stats.json", "other"), ("other/00001.tar", nil),
            // No dataset, though the names are digits.
            ("2024/00000.tar", nil), ("2024/report.html", nil), ("none/.img2shards/x", "none"),
        ] as [(String, String?)])
    func known(path: String, dataset: String?) throws {
        let folder = try TemporaryFolder()
        for name in [
            "own/.img2shards/run.json", "own/256x256/00000.tar", "own/00000/a", "own/img_emb/a", "own/metadata/a",
            "own/indices/wids/a", "own/pages/a", "other/00000_stats.json", "2024/a", "none/.img2shards/a",
        ] { try folder.write(name, "{}") }
        #expect(DatasetFolder.dataset(withFile: folder.path(path)) == dataset.map { folder.path($0) })
    }

    @Test(
        "So is one of a dataset that is to be written",
        arguments: [
            ("new/00000.tar", "new"), ("new/indices/x", "new"), ("there/00000_stats.json", "there"),
            ("link/00000.tar", "there"), ("new/metrics.prom", nil), ("else/00000.tar", nil),
        ] as [(String, String?)])
    func planned(path: String, dataset: String?) throws {
        let folder = try TemporaryFolder()
        try folder.write("there/a", "")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: folder.path("there"))
        let planned = ["new", "there"].map { folder.path($0) + "/" }
        #expect(
            DatasetFolder.dataset(withFile: folder.path(path), planned: planned) == dataset.map { folder.path($0) })
    }
}
