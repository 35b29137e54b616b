// From a request to the plan of its response: routes, images, and the pages of the server itself.

internal import Ground

/// Decides what each request gets.
struct Responder {
    let state: ServerState

    /// The plan for a request; counts it.
    ///
    /// - Parameter head: the request as it came, for the record.
    func plan(for request: RequestHead, head: UnsafeRawBufferPointer) -> ResponsePlan {
        // Found in UTF-8, which costs far less than going from character to character.
        let queryStart = request.target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let path = request.target[..<(queryStart ?? request.target.endIndex)]
        let count = state.log.record(target: request.target, path: path, head: head)
        guard request.method != .other, !request.hasBody else {
            return refusal(405, "only GET and HEAD are answered", request)
        }
        let route = state.route(path)
        var script = route?.faults ?? FaultScript()
        if let queryStart {
            do throws(SampleWebError) {
                script = try FaultScript(query: request.target[queryStart...].dropFirst(), over: script)
            } catch {
                return refusal(400, error.detail, request)
            }
        }
        if let first = script.firstRequests, count > first { script = FaultScript() }
        var politeHost: String?
        if let limit = script.politeLimit {
            if state.politeHosts.enter(request.host, limit: limit) {
                politeHost = request.host
            } else {
                script = FaultScript()
                script.status = 429
                script.headers = [.init("Retry-After", "1")]
            }
        }
        var plan = ResponsePlanner(request: request, script: script).plan {
            if let route { content(of: route) } else { content(of: path) }
        }
        plan.politeHost = politeHost
        return plan
    }

    /// A response that says why there is none; the connection closes after it.
    func refusal(_ status: Int, _ reason: String, _ request: RequestHead? = nil) -> ResponsePlan {
        var request = request ?? RequestHead(method: .get, target: "/", keepsAlive: false, isHTTP10: false)
        request.keepsAlive = false
        return ResponsePlanner(request: request, script: FaultScript()).plan { .text(reason + "\n", status: status) }
    }

    private func content(of path: Substring) -> ResponseContent {
        if let image = SampleImage(path: path) { return content(of: image) }
        if path.hasPrefix("/bytes/"), let count = Int(path.dropFirst(7)), (0...(1 << 30)).contains(count) {
            return .pattern(bytes: count)
        }
        switch path {
        case "/": return .text(SampleWebServer.pathGrammar + "\n" + FaultScript.grammar)
        case "/page": return .page(title: "A page", status: 200)
        default: return .page(title: "404 Not Found", status: 404)
        }
    }

    private func content(of image: SampleImage) -> ResponseContent {
        do throws(SampleWebError) {
            return ResponseContent(try state.cache.encoded(image), contentType: image.contentType)
        } catch {
            return .text("cannot draw \(image.path): \(error.detail)\n", status: 500)
        }
    }

    private func content(of route: ScriptedResponse) -> ResponseContent {
        var content: ResponseContent
        switch route.body {
        case .bytes(let bytes): content = ResponseContent(bytes, contentType: "application/octet-stream")
        case .text(let text): content = .text(text)
        case .image(let image): content = self.content(of: image)
        case .buffer(let buffer): content = ResponseContent(buffer, contentType: "application/octet-stream")
        case .pattern(let bytes): content = .pattern(bytes: bytes)
        }
        if let contentType = route.contentType { content.contentType = contentType }
        return content
    }
}
