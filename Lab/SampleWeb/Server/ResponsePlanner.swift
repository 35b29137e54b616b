// From a script and a body to the bytes of a response: every fault is decided here, without a socket.

internal import Ground

/// Makes the plan of one response.
struct ResponsePlanner {
    /// The request to answer.
    let request: RequestHead
    /// What is to go wrong.
    let script: FaultScript

    /// The plan of a response whose body, without faults, would be `content`.
    ///
    /// - Parameter content: asked only when its body is needed.
    func plan(content: () -> ResponseContent) -> ResponsePlan {
        var plan = ResponsePlan()
        plan.delay = script.delay
        if case .start = script.cut?.place, redirectTarget == nil {
            plan.ending = ending(of: script.cut?.action)
            return plan
        }
        if let redirectTarget { return redirect(plan, to: redirectTarget) }
        plan.headDrip = script.headDrip
        plan.drip = script.drip
        if script.answersGarbage {
            plan.head = Array("\u{1}\u{2}\u{3}\u{4} this is no HTTP at all\r\n\r\n".utf8)
            plan.ending = script.cut.map { ending(of: $0.action) } ?? .close
            return plan
        }
        return ordinary(plan, content: brokenContent(content))
    }

    // MARK: - The body

    private func brokenContent(_ content: () -> ResponseContent) -> ResponseContent {
        if let bytes = script.gzipBombBytes {
            return ResponseContent(GzipCoding.zeros(bytes), contentType: "image/jpeg", status: script.status ?? 200)
        }
        if script.answersPage { return .page(title: "A page, not an image", status: script.status ?? 200) }
        if let status = script.status, status >= 400 {
            return .page(title: "\(status) \(script.reason ?? StatusLine.reason(of: status))", status: status)
        }
        var content = content()
        if let status = script.status { content.status = status }
        return content
    }

    private func ordinary(_ started: ResponsePlan, content: ResponseContent) -> ResponsePlan {
        var plan = started
        var headers: [FaultScript.Header] = [.init("Content-Type", content.contentType)]
        var body = content.body
        if script.isGzipped { body = ByteBuffer(GzipCoding.stored(of: body)) }
        if script.isGzipped || script.gzipBombBytes != nil { headers.append(.init("Content-Encoding", "gzip")) }
        if script.isEndless { body = repeated(body, atLeast: 64 << 10) }
        if let chunkBytes = script.chunkBytes {
            body = chunked(body, chunkBytes: chunkBytes)
            headers.append(.init("Transfer-Encoding", "chunked"))
        }
        plan.bodyBytes = script.isEndless ? .max : body.count
        plan.body = body
        var endsWithConnection = !request.keepsAlive
        let allowsBody = content.status >= 200 && content.status != 204 && content.status != 304
        if !allowsBody { plan.bodyBytes = 0 }
        switch script.claimedLength {
        case .absent:
            endsWithConnection = true
        case .exact(let bytes):
            headers.append(.init("Content-Length", String(bytes)))
            endsWithConnection = true
        case .off(let bytes) where !script.isEndless:
            headers.append(.init("Content-Length", String(max(0, body.count + bytes))))
            endsWithConnection = true
        case nil where script.chunkBytes == nil && !script.isEndless:
            if allowsBody { headers.append(.init("Content-Length", String(body.count))) }
        case nil, .off:
            if script.chunkBytes == nil { endsWithConnection = true }
        }
        if request.method == .head { plan.bodyBytes = 0 }
        finish(&plan, status: content.status, headers: headers, endsWithConnection: endsWithConnection)
        if let cut = script.cut {
            if case .bodyBytes(let bytes) = cut.place { plan.bodyBytes = min(plan.bodyBytes, bytes) }
            plan.ending = ending(of: cut.action)
        }
        return plan
    }

    private func repeated(_ body: ByteBuffer, atLeast bytes: Int) -> ByteBuffer {
        let piece = body.count > 0 ? body : ByteBuffer([0])
        let repeated = ByteBuffer(maximumBytes: piece.count + bytes)
        while repeated.count < bytes, piece.withUnsafeBytes({ repeated.append($0) }) {}
        return repeated
    }

    private func chunked(_ body: ByteBuffer, chunkBytes: Int) -> ByteBuffer {
        var coded: [UInt8] = []
        body.withUnsafeBytes { bytes in
            coded.reserveCapacity(bytes.count + (bytes.count / max(1, chunkBytes) + 2) * 12)
            var start = 0
            while start < bytes.count {
                let count = min(chunkBytes, bytes.count - start)
                coded.append(contentsOf: String(count, radix: 16).utf8)
                coded.append(contentsOf: "\r\n".utf8)
                coded.append(contentsOf: bytes[start..<start + count])
                coded.append(contentsOf: "\r\n".utf8)
                start += count
            }
        }
        if !script.isEndless { coded.append(contentsOf: "0\r\n\r\n".utf8) }
        return ByteBuffer(coded)
    }

    // MARK: - Redirects

    /// Where to send the client, or nil when the response itself is next.
    private var redirectTarget: String? {
        switch script.redirect {
        case nil, .chain(0): return nil
        case .loop: return request.target
        case .to(let url): return url
        case .chain(let count):
            let pieces = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let others = pieces.count == 2 ? pieces[1].split(separator: "&").filter { !$0.hasPrefix("redirect=") } : []
            return "\(pieces[0])?" + (["redirect=\(count - 1)"] + others).joined(separator: "&")
        }
    }

    private func redirect(_ started: ResponsePlan, to target: String) -> ResponsePlan {
        var plan = started
        let isRedirectStatus = script.status.map { (300...399).contains($0) } ?? false
        let headers: [FaultScript.Header] = [.init("Location", target), .init("Content-Length", "0")]
        finish(
            &plan, status: isRedirectStatus ? script.status ?? 302 : 302, headers: headers,
            endsWithConnection: !request.keepsAlive)
        return plan
    }

    // MARK: - The head

    private func finish(
        _ plan: inout ResponsePlan, status: Int, headers: [FaultScript.Header], endsWithConnection: Bool
    ) {
        var headers = headers
        if endsWithConnection {
            headers.append(.init("Connection", "close"))
        } else if request.isHTTP10 {
            headers.append(.init("Connection", "keep-alive"))
        }
        var closes = endsWithConnection
        for header in script.headers {
            let name = header.name.lowercased()
            headers.removeAll { $0.name.lowercased() == name && !script.headers.contains($0) }
            headers.append(header)
            if name == "connection" { closes = closes || header.value.lowercased() == "close" }
        }
        var head = StatusLine.text(status, reason: script.reason)
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        plan.head = Array(head.utf8)
        if let bytes = script.longHeaderBytes {
            let name = Array("X-Long: ".utf8)
            plan.head += name + Array(repeating: UInt8(ascii: "x"), count: max(0, bytes - name.count)) + [13, 10]
        }
        plan.head += [13, 10]
        plan.ending = closes ? .close : .keepAlive
    }

    private func ending(of action: FaultScript.Cut.Action?) -> ResponsePlan.Ending {
        switch action {
        case .stall: .stall
        case .reset: .reset
        case .close, nil: .close
        }
    }
}
