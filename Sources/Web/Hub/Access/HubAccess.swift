// How the Hub is reached.

internal import Requests

/// The Hub's address and who asks. Its token goes to that address alone.
package struct HubAccess: Sendable {
    /// Without a slash at its end.
    let endpoint: String
    package let token: HubToken?

    /// - Parameters:
    ///   - endpoint: `https://HOST`; nil is the public Hub.
    ///   - token: nil asks without one.
    /// - Throws: `address` for what is no http or https URL.
    package init(endpoint: String?, token: HubToken?) throws(HubError) {
        var text = endpoint.flatMap { $0.isEmpty ? nil : $0 } ?? "https://huggingface.co"
        while text.hasSuffix("/") { text.removeLast() }
        guard let origin = Origin(of: text), !text.contains(where: { "?#@".contains($0) }) else {
            throw HubError(
                .address, "the Hub's address is no URL", hint: "write HF_ENDPOINT as https://HOST, without a password")
        }
        _ = origin
        self.endpoint = text
        self.token = token
    }

    /// By the environment: `HF_ENDPOINT`, `HF_TOKEN` and the files of tokens.
    ///
    /// - Parameter isAnonymous: asks without a token.
    package init(
        isAnonymous: Bool = false, environment: (String) -> String?
    ) throws(HubError) {
        let token: HubToken?
        do throws(HubToken.Failure) {
            token = isAnonymous ? nil : try HubToken.find(environment: environment)
        } catch {
            throw HubError(.denied, error.message, hint: "make one at https://huggingface.co/settings/tokens")
        }
        try self.init(endpoint: environment("HF_ENDPOINT"), token: token)
    }

    /// Headers for the Hub's own address.
    var headers: [Header] { token.map { [Header("Authorization", "Bearer " + $0.value)] } ?? [] }
}
