// Paths of object stores and other machines, given to each command.

import TestSupport
import Testing

@Suite("Commands on paths with a scheme")
struct RemotePathTests {
    @Test(
        "Every command refuses a scheme that it does not read or write, as list and as output",
        arguments: [
            "s3://b/o", "s3a://b/o", "gs://b/o",
            "hdfs://n/o",
            "hf://datasets/a/b", "abfs://c@a/o", "S3://b/o", "sftp://h/o",
        ])
    func remote(word: String) throws {
        let folder = try TemporaryFolder()
        let list = try folder.write("list.txt", "http://a.example/1.jpg\n")
        let isListScheme = ["s3:", "gs:", "abfs:", "hdfs:", "hf:"].contains { word.lowercased().hasPrefix($0) }
        for arguments in [
            ["download", "--url-list", word], ["count", "--url-list", word],
            ["download", "--url-list", list, "--exclude-list", word],
        ] where !isListScheme {
            let run = try ToolRun(arguments)
            #expect(run.exitCode == 2, "\(arguments): \(run.errors)")
            let words = word.hasPrefix("s3a:") ? "write it as s3://" : "from local files and from s3://"
            #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        let datasets = [
            ["inspect", word], ["verify", word], ["reshape", word, "--output-folder", folder.path("out")],
        ]
        for arguments in [["browse", word]] + (isListScheme ? [] : datasets) {
            let run = try ToolRun(arguments)
            #expect(run.exitCode == 2, "\(arguments): \(run.errors)")
            #expect(run.errors.contains("only local"), "\(arguments): \(run.errors)")
        }
        for command in ["retry", "status"] where !isListScheme || word.hasPrefix("hdfs:") {
            let run = try ToolRun([command, word])
            #expect(run.exitCode == 2 && run.errors.contains("only local"), "\(command): \(run.errors)")
        }
        if isListScheme, !word.hasPrefix("hdfs:") { return }
        let run = try ToolRun(["download", "--url-list", list, "--output-folder", word])
        #expect(run.exitCode == 2, "\(run.errors)")
        let words = word.hasPrefix("s3a:") ? "write it as s3://" : "written to local folders and to s3://"
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test("A list of a server of another kind says how to get it")
    func web() throws {
        let run = try ToolRun(["download", "--url-list", "ftp://a.example/list.parquet"])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("curl -LO ftp://a.example/list.parquet"), "\(run.errors)")
    }
}
