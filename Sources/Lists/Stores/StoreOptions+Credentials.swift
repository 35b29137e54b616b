// Where a store's credentials come from, in words.

internal import Tables

extension StoreOptions {
    /// Where the credentials for a place are found, as far as the environment and the files show it; without any secret.
    ///
    /// - Parameters:
    ///   - environment: the value of a variable.
    ///   - isFile: whether there is a file, by its path.
    package func credentialSource(
        for path: StorePath, environment: (String) -> String?, isFile: (String) -> Bool
    ) -> String {
        if isAnonymous { return "none: requests are not signed" }
        let home = environment("HOME") ?? ""
        func has(_ name: String) -> Bool { !(environment(name) ?? "").isEmpty }
        switch path.scheme.kind {
        case .s3:
            if has("AWS_ACCESS_KEY_ID") { return "the environment (AWS_ACCESS_KEY_ID)" }
            let files = [
                environment("AWS_SHARED_CREDENTIALS_FILE") ?? home + "/.aws/credentials",
                environment("AWS_CONFIG_FILE") ?? home + "/.aws/config",
            ]
            if let file = files.first(where: isFile) {
                return
                    "the profile \(environment("AWS_PROFILE") ?? "default") (\(file)), if it has keys; else the machine"
            }
            if has("AWS_WEB_IDENTITY_TOKEN_FILE") { return "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)" }
            if has("AWS_CONTAINER_CREDENTIALS_FULL_URI") || has("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
                return "the container"
            }
            return environment("AWS_EC2_METADATA_DISABLED") == "true" ? "nowhere: none was found" : "the instance"
        case .google:
            if endpoint(of: .google) == nil, has("STORAGE_EMULATOR_HOST") {
                return "none: STORAGE_EMULATOR_HOST names an emulator"
            }
            if has("GOOGLE_APPLICATION_CREDENTIALS") { return "the file of GOOGLE_APPLICATION_CREDENTIALS" }
            let file =
                (environment("CLOUDSDK_CONFIG") ?? home + "/.config/gcloud") + "/application_default_credentials.json"
            return isFile(file) ? "gcloud's default credentials" : "the machine's service account"
        case .azure:
            // A place without an account is an error that the first request tells.
            guard let account = try? AzureAccount(path, self, environment: environment) else {
                return "no account is named"
            }
            return switch account.credential {
            case .accountKey: "the key of the account \(account.name), in the environment"
            case .sharedAccessSignature: "a SAS token of the environment"
            case .none: "none: requests are not signed"
            case .usual: "Azure's usual chain: environment, workload identity, managed identity, `az login`"
            }
        case .hadoop: return "Hadoop's configuration"
        case .hub: return "HF_TOKEN, or the file that `hf auth login` writes"
        }
    }
}
