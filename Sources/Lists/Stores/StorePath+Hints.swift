// What to do when a store does not let us in, or does not answer.

internal import Tables

extension StorePath.Scheme {
    /// Where credentials are looked for, and what to do without.
    package var credentialsHint: String {
        let isPublic = "; for public buckets: --store-option anonymous=true"
        return switch kind {
        case .s3:
            "credentials come from the environment (AWS_ACCESS_KEY_ID), the profile (AWS_PROFILE, ~/.aws) or the machine"
                + isPublic
        case .google:
            "credentials come from GOOGLE_APPLICATION_CREDENTIALS, from `gcloud auth application-default login` or from the "
                + "machine" + isPublic
        case .azure:
            "credentials come from AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN, the machine "
                + "or `az login`; for public containers: --store-option anonymous=true"
        case .hub:
            "the token is that of HF_TOKEN, of HF_TOKEN_PATH or of `hf auth login`; --store-option anonymous=true sends none"
        case .hadoop: "the user is HADOOP_USER_NAME, \(rawValue)://USER@HOST/… or that of the Kerberos ticket (kinit)"
        }
    }

    /// What this machine needs for such a store; nil if nothing can be done about it.
    package var supportHint: String? {
        guard kind == .hadoop else { return nil }
        return
            "\(rawValue):// needs Hadoop's client and Java here: set HADOOP_HOME (or ARROW_LIBHDFS_DIR, where libhdfs.so is), "
            + "JAVA_HOME, and CLASSPATH=$($HADOOP_HOME/bin/hadoop classpath --glob)"
    }

    /// Where a store's address comes from.
    package var endpointHint: String {
        switch kind {
        case .s3: "is the endpoint right (--store-option endpoint=https://HOST, or AWS_ENDPOINT_URL)?"
        case .google, .azure: "is the network there, and the endpoint right (--store-option endpoint=https://HOST)?"
        case .hub: "is the network there, and the Hub's address right (HF_ENDPOINT)?"
        case .hadoop: "is the NameNode's address right (\(rawValue)://HOST:PORT/…)?"
        }
    }
}
