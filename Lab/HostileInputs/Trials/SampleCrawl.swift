// Small records of a crawl.

/// What a crawl stores of one page.
package enum SampleCrawl {
    /// A WARC record (ISO 28500).
    package static func record(type: String, body: String, target: String = "https://site.test/a/page.html") -> [UInt8]
    {
        let head = """
            WARC/1.0\r
            WARC-Type: \(type)\r
            WARC-Target-URI: \(target)\r
            Content-Length: \(body.utf8.count)\r
            \r

            """
        return Array((head + body + "\r\n\r\n").utf8)
    }

    /// The JSON of a WAT record for a page with these links and this head, both as JSON.
    package static func wat(
        page: String = "https://site.test/a/page.html", links: String, head: String = "{}",
        file: String = "CC-0.warc.gz"
    ) -> String {
        """
        {"Container":{"Filename":"\(file)","Compressed":true},"Envelope":{"WARC-Header-Metadata":{"WARC-Type":"response",\
        "WARC-Target-URI":"\(page)"},"Payload-Metadata":{"HTTP-Response-Metadata":{"Headers":{"Server":"x"},\
        "HTML-Metadata":{"Head":\(head),"Links":\(links)}}}}}
        """
    }

    static let wat = wat(
        links: """
            [{"path":"A@/href","url":"/x"},{"path":"IMG@/src","url":"../b.jpg","alt":"a caption"},\
            {"alt":"\\u00e9t\\u00e9 \\ud83d\\ude00","url":"https://other.test/c.png?x=1","path":"IMG@/src"},\
            {"path":"IMG@/src","url":"d.gif"},{"path":"IMG@/src","url":"//e.test/f.jpg","alt":""}]
            """,
        head: #"{"Base":"/base/","Metas":[{"name":"robots","content":"noai, noimageai"}]}"#)

    static let response = """
        HTTP/1.1 200 OK\r
        Content-Type: text/html; charset=utf-8\r
        X-Robots-Tag: noai\r
        \r
        <!doctype html><html><head><base href="/base/"><meta name="tdm-reservation" content="1"></head>
        <body><img src="../b.jpg" alt="a caption"><IMG ALT='&eacute;t&eacute; 😀' SRC="https://other.test/c.png?x=1&amp;y=2">
        <img src=d.gif><img alt=unquoted src=//e.test/f.jpg><noscript><img src=g.jpg alt="no script"></noscript></body></html>
        """
}
