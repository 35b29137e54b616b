// Paths of object stores and other machines, where a path of this one is meant.

import Testing

@testable import Planning

@Suite("Paths with a scheme")
struct LocalPathTests {
    @Test("file:// is a path, and so is every word without a scheme")
    func local() throws {
        for (word, path) in [
            ("file:///a/b%20c", "/a/b c"), ("file://localhost/x", "/x"), ("a:b", "a:b"), ("./s3:/x", "./s3:/x"),
            ("out", "out"), ("://x", "://x"), ("FILE:///a", "/a"), ("1://x", "1://x"),
        ] {
            #expect(try LocalPath.path(word, "--url-list", for: .read) == path)
        }
    }

    @Test(
        "Another scheme is refused, as list and as output, with what to do",
        arguments: [
            ("s3://b/o", "aws s3"), ("s3a://b/o", "s3://b/o"), ("gs://b/o", "gcloud storage"),
            ("hdfs://n/o", "hdfs dfs"),
            ("hf://datasets/a/b", "hf "), ("abfs://c@a/o", "az storage blob"), ("S3://b/o", "aws s3"),
            ("sftp://h/o", "rclone"),
            ("dbfs:///o", "databricks fs"),
        ])
    func remote(word: String, words: String) throws {
        for use in [LocalPath.Use.read, .write] {
            #expect {
                try LocalPath.path(word, "--url-list", for: use)
            } throws: { error in
                guard let error = error as? DownloadError else { return false }
                return error.exitCode == 2 && error.message.contains(words) && error.message.contains(word)
            }
        }
    }

    @Test(
        "A list's place in another spelling says how it is written here",
        arguments: [
            ("s3a://b/o", "s3://b/o"), ("gcs://b/o", "gs://b/o"), ("r2://b/o", "cloudflarestorage"),
            ("wasbs://c@a.blob.core.windows.net/o", "abfss://c@a.blob.core.windows.net/o"),
            ("minio://b/o", "endpoint="),
            ("ftp://h/o", "curl -LO ftp://h/o"), ("webhdfs://n/o", "hdfs://HOST:PORT"), ("gs://", "gs://BUCKET/NAME"),
            ("abfs://@a/x", "abfs://CONTAINER@ACCOUNT"),
        ])
    func otherSpelling(word: String, words: String) throws {
        #expect {
            try LocalPath.path(word, "--url-list", for: .list)
        } throws: { error in
            guard let error = error as? DownloadError else { return false }
            return error.exitCode == 2 && error.message.contains(words) && error.message.contains(word)
        }
    }
}
