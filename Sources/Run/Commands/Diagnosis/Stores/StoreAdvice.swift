// What to do about a store that refuses something.

internal import Stores
internal import Tables

/// Findings and advice for one place.
struct StoreAdvice {
    /// What is asked of a store.
    enum Right {
        case list
        case read
        case write
        /// A file in several parts.
        case parts
        case remove
        case listUploads
    }

    private let place: StorePath

    init(_ place: StorePath) { self.place = place }

    /// A failure, and what to do about it.
    func finding(_ about: String, _ error: TableError, right: Right) -> Finding {
        switch error.category {
        case .denied where Self.isUnknownKey(error):
            return Finding(
                about, .change, "the store does not accept the credentials: \(error.detail)",
                advice: ["correct or renew them: " + place.scheme.credentialsHint])
        case .denied:
            // Without this right runs write and resume; they only cannot remove what killed runs left.
            let verdict: Finding.Verdict = right == .listUploads ? .note : .change
            return Finding(about, verdict, "denied: \(error.detail)", advice: advice(right))
        case .unreachable:
            return Finding(about, .change, "no answer: \(error.detail)", advice: [place.scheme.endpointHint])
        case .notFound:
            return Finding(
                about, .change, "there is no \(bucketWord) \(place.container)",
                advice: ["create it, or correct its name"])
        default: return Finding(about, .change, error.detail, advice: place.scheme.supportHint.map { [$0] } ?? [])
        }
    }

    /// Whether the store refuses the credentials themselves, and so every request.
    static func isUnknownKey(_ error: TableError) -> Bool {
        error.category == .denied && unknownKeyWords.contains { error.detail.contains($0) }
    }

    /// Of S3, of Arrow's client of it, of Azure, of Google.
    private static let unknownKeyWords = [
        "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired",
        "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "EXPIRED_TOKEN", "AuthenticationFailed",
        "InvalidAuthenticationInfo", "UNAUTHENTICATED", "HTTP status 401", "no credentials",
    ]

    private var bucketWord: String { place.scheme.kind == .azure ? "container" : "bucket" }

    private func advice(_ right: Right) -> [String] {
        let action =
            switch (place.scheme.kind, right) {
            case (.s3, .list): "allow s3:ListBucket on arn:aws:s3:::\(place.bucket)"
            case (.s3, .read): "allow s3:GetObject on arn:aws:s3:::\(place.bucket)/*"
            case (.s3, .write), (.s3, .parts):
                "allow s3:PutObject and s3:AbortMultipartUpload on arn:aws:s3:::\(place.bucket)/*; lists and datasets that are "
                    + "only read do not need it"
            case (.s3, .remove):
                "allow s3:DeleteObject on arn:aws:s3:::\(place.bucket)/*, and remove the files .img2shards-doctor-… there"
            case (.s3, .listUploads): "allow s3:ListBucketMultipartUploads on arn:aws:s3:::\(place.bucket)"
            case (.google, .list), (.google, .read): "grant roles/storage.objectViewer on gs://\(place.bucket)"
            case (.google, _): "grant roles/storage.objectUser on gs://\(place.bucket)"
            case (.azure, .list), (.azure, .read):
                "grant the role Storage Blob Data Reader on the container \(place.container)"
            case (.azure, _): "grant the role Storage Blob Data Contributor on the container \(place.container)"
            case (.hub, _): "ask for access on the dataset's page"
            case (.hadoop, _): "see the permissions: hdfs dfs -ls \(place.text)"
            }
        // The first finding says where the credentials come from.
        return right == .list ? [action, place.scheme.credentialsHint] : [action]
    }

    /// How a bucket of S3 forgets unfinished uploads by itself.
    var lifecycle: [String] {
        let rule =
            #"{"Rules":[{"ID":"abort-unfinished-uploads","Status":"Enabled","Filter":{"Prefix":""},"#
            + #""AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}]}"#
        return [
            "the next run into this place removes its own; for all others, a rule of the bucket (it replaces the bucket's other "
                + "rules):",
            "aws s3api put-bucket-lifecycle-configuration --bucket \(place.bucket) --lifecycle-configuration '\(rule)'",
        ]
    }
}
