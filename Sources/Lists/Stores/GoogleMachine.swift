// Whether there are credentials for Google's stores at all.

internal import Glibc
internal import Requests
internal import Tables

/// The last place where Google's client looks for credentials is the machine's own server of metadata. Elsewhere it asks for
/// it again and again, for as long as it repeats failed requests: so it is asked for once before.
enum GoogleMachine {
    /// The variable of Google's client of C++.
    private static let variable = "GCE_METADATA_ROOT"
    private static let usualHost = "metadata.google.internal"

    /// - Throws: `denied` if no file has credentials, and the machine has no service account.
    static func check(_ client: RequestClient) throws(TableError) {
        guard !hasFile({ name in getenv(name).map { String(cString: $0) } }, { access($0, R_OK) == 0 }) else { return }
        let host = getenv(variable).map { String(cString: $0) } ?? usualHost
        var request = Request(
            .get, "http://\(host)/computeMetadata/v1/instance/service-accounts/default/email",
            headers: [Header("Metadata-Flavor", "Google")])
        request.silence = .seconds(3)
        request.redirects = 0
        do throws(RequestError) {
            if try client.send(request).isSuccess { return }
        } catch {
            // No such server: not one of Google's machines.
        }
        throw TableError(
            category: .denied,
            detail:
                "no credentials: GOOGLE_APPLICATION_CREDENTIALS names none, gcloud has none, and this machine has no "
                + "service account")
    }

    /// Whether a file is there that the client reads first.
    static func hasFile(_ environment: (String) -> String?, _ isFile: (String) -> Bool) -> Bool {
        if let named = environment("GOOGLE_APPLICATION_CREDENTIALS"), !named.isEmpty { return true }
        let name = "application_default_credentials.json"
        if let folder = environment("CLOUDSDK_CONFIG"), !folder.isEmpty, isFile(folder + "/" + name) { return true }
        return isFile((environment("HOME") ?? "") + "/.config/gcloud/" + name)
    }
}
