// Places that this program does not read or write itself, and how their files are copied.

/// Commands and other spellings, by a place's scheme.
enum RemotePlaces {
    /// The same place with a scheme that lists are read from; nil if there is none.
    static func otherSpelling(_ scheme: String, _ word: String) -> String? {
        let rest = word.drop { $0 != ":" }
        return switch scheme {
        case "s3a", "s3n": "s3" + rest
        case "gcs": "gs" + rest
        // Both are Azure's older names: `wasbs://CONTAINER@ACCOUNT.blob.core.windows.net/NAME`.
        case "wasb", "wasbs", "adl": "abfss" + rest
        case "swebhdfs", "webhdfs": "hdfs://HOST:PORT/NAME"
        case "r2":
            "s3\(rest) --store-option endpoint=https://ACCOUNT.r2.cloudflarestorage.com --store-option region=auto"
        case "oss":
            "s3\(rest) --store-option endpoint=https://oss-REGION.aliyuncs.com --store-option addressing=virtual"
        case "b2": "s3\(rest) --store-option endpoint=https://s3.REGION.backblazeb2.com"
        case "cos", "cosn", "obs", "minio", "wasabi", "tos": "s3\(rest) --store-option endpoint=https://HOST"
        default: nil
        }
    }

    /// The command that copies it here.
    static func copyHere(_ scheme: String, _ word: String) -> String {
        switch scheme {
        case "http", "https", "ftp", "ftps": "curl -LO \(word)"
        case "s3", "s3a", "s3n": "aws s3 cp \(s3(word)) ."
        case "gs", "gcs": "gcloud storage cp -r \(word) ."
        case "hdfs", "viewfs", "webhdfs", "swebhdfs": "hdfs dfs -get \(word)"
        case "hf": "hf download --repo-type dataset OWNER/NAME --local-dir FOLDER"
        case "dbfs": "databricks fs cp -r \(word) FOLDER, or read /dbfs/… on a machine of Databricks"
        case "az", "abfs", "abfss", "wasb", "wasbs", "adl":
            "az storage blob download-batch --source CONTAINER --destination FOLDER --account-name ACCOUNT"
        default: "rclone copy REMOTE:PATH FOLDER"
        }
    }

    /// The command that copies a folder there.
    static func copyThere(_ scheme: String, _ word: String) -> String {
        switch scheme {
        case "s3", "s3a", "s3n": "aws s3 sync FOLDER \(s3(word))"
        case "gs", "gcs": "gcloud storage rsync -r FOLDER \(word)"
        case "hdfs", "viewfs", "webhdfs", "swebhdfs": "hdfs dfs -put FOLDER \(word)"
        case "hf": "hf upload --repo-type dataset OWNER/NAME FOLDER"
        case "dbfs": "databricks fs cp -r FOLDER \(word)"
        case "az", "abfs", "abfss", "wasb", "wasbs", "adl":
            "az storage blob upload-batch --source FOLDER --destination CONTAINER --account-name ACCOUNT"
        default: "rclone copy FOLDER REMOTE:PATH"
        }
    }

    /// Hadoop's names of the scheme are nobody else's.
    private static func s3(_ word: String) -> String { "s3" + word.drop { $0 != ":" } }
}
