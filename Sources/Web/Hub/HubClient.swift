// Requests to the Hub.

internal import FoundationEssentials
internal import Requests

/// Asks the Hub about one dataset after the other. Used by several threads.
///
/// It speaks HTTP as the Hub's own client does (huggingface_hub 2.4.0), without Xet: files go as LFS objects.
package final class HubClient: Sendable {
    let access: HubAccess
    let client: RequestClient
    /// An attempt fails after so long without a byte.
    let silence: Duration

    /// - Parameter isPatient: whether failed requests are sent again for about five minutes, as runs want that write.
    package convenience init(_ access: HubAccess, silence: Duration = .seconds(30), isPatient: Bool = false) {
        var rules = RetryRules()
        if isPatient { rules.attempts = 22 }
        self.init(access, RequestClient(rules), silence: silence)
    }

    init(_ access: HubAccess, _ client: RequestClient, silence: Duration) {
        self.access = access
        self.client = client
        self.silence = silence
    }

    /// Ends all requests, and those that will come.
    package func cancel() { client.cancel() }

    /// Waits, unless the client is cancelled.
    func pause(_ time: Duration) throws(HubError) {
        do throws(RequestError) { try client.wait(time) } catch { throw HubError(error) }
    }

    /// `datasets/OWNER/NAME` below the API.
    func apiURL(_ dataset: HubDataset, _ rest: String) -> String {
        "\(access.endpoint)/api/datasets/\(dataset)/\(rest)"
    }

    func request(_ method: Request.Method, _ url: String, body: RequestBody? = nil, type: String? = nil) -> Request {
        var request = Request(method, url, headers: access.headers, body: body)
        if let type { request.headers.append(Header("Content-Type", type)) }
        request.silence = silence
        return request
    }

    func send(_ request: Request) throws(HubError) -> Response {
        do throws(RequestError) { return try client.send(request) } catch { throw HubError(error) }
    }

    /// An answer's JSON.
    func decoded<V: Decodable>(_ type: V.Type, _ response: Response) throws(HubError) -> V {
        do {
            return try JSONDecoder().decode(type, from: Data(response.body))
        } catch {
            throw HubError(.refused, "the Hub's answer cannot be understood")
        }
    }

    func encoded(_ value: some Encodable) throws(HubError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return [UInt8](try encoder.encode(value)) } catch {
            throw HubError(.refused, "a request to the Hub cannot be made")
        }
    }
}
