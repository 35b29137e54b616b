// What requests of our own to S3 are made of, and what its answers mean.

import Testing

@testable import Stores

@Suite("Requests to S3")
struct S3RequestTests {
    @Test("AWS is asked by the bucket's host, other servers by its path; names with dots have no certificate")
    func addresses() {
        func url(_ bucket: String, _ endpoint: String, virtual: Bool = false) -> String {
            S3Address(
                bucket: bucket, scheme: "https", endpoint: endpoint, region: "eu-west-1", usesVirtualAddressing: virtual
            ).url("a/b")
        }
        #expect(url("data", "") == "https://data.s3.eu-west-1.amazonaws.com/a/b")
        #expect(url("my.data", "") == "https://s3.eu-west-1.amazonaws.com/my.data/a/b")
        #expect(url("data", "minio:9000") == "https://minio:9000/data/a/b")
        #expect(url("data", "minio:9000", virtual: true) == "https://data.minio:9000/a/b")
    }

    @Test("Keys and queries are encoded as signatures need them")
    func encoding() {
        let address = S3Address(bucket: "b", scheme: "http", endpoint: "h:1", region: "r", usesVirtualAddressing: false)
        #expect(address.url("a b/+1%20?é.tar") == "http://h:1/b/a%20b/%2B1%2520%3F%C3%A9.tar")
        #expect(
            address.url("", [("prefix", "a/b c"), ("uploads", "")]) == "http://h:1/b/?prefix=a%2Fb%20c&uploads=")
    }

    @Test("A page of unfinished uploads: keys with entities, and where the next page begins")
    func listing() {
        let page = UploadListing(
            XMLText(
                """
                <?xml version="1.0"?><ListMultipartUploadsResult><Bucket>b</Bucket><KeyMarker></KeyMarker>
                <NextKeyMarker>d/2 &amp; 3.tar</NextKeyMarker><NextUploadIdMarker>id-2</NextUploadIdMarker>
                <IsTruncated>true</IsTruncated>
                <Upload><Key>d/1&lt;&#x41;&#66;.tar</Key><UploadId>id-1</UploadId><Owner><ID>o</ID></Owner></Upload>
                <Upload><Key>d/2 &amp; 3.tar</Key><UploadId>id-2</UploadId></Upload></ListMultipartUploadsResult>
                """))
        #expect(page.uploads.map(\.key) == ["d/1<AB.tar", "d/2 & 3.tar"])
        #expect(page.uploads.map(\.id) == ["id-1", "id-2"])
        #expect(page.next == UploadListing.Upload(key: "d/2 & 3.tar", id: "id-2"))
    }

    @Test(
        "What is no such page has no uploads, and no next page",
        arguments: [
            "", "<html>503</html>", "<Upload><Key>a</Key>", "<Upload><UploadId>1</UploadId></Upload>",
            "<IsTruncated>true</IsTruncated>", "<Upload></Upload></Upload><Upload>",
            "<IsTruncated>false</IsTruncated><NextKeyMarker>a</NextKeyMarker>",
        ])
    func hostile(xml: String) {
        let page = UploadListing(XMLText(xml))
        #expect(page.uploads.isEmpty && page.next == nil)
    }

    @Test("A page of parts: their bytes, and where the next page begins; nothing of what is no such page")
    func parts() {
        let xml = """
            <ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>2</NextPartNumberMarker>
            <Part><PartNumber>1</PartNumber><Size>10485760</Size></Part><Part><PartNumber>2</PartNumber><Size>7</Size></Part>
            <Part><Size>-5</Size></Part><Part><Size>99999999999999999999</Size></Part></ListPartsResult>
            """
        #expect(PartListing(XMLText(xml)).bytes == 10_485_767 && PartListing(XMLText(xml)).next == "2")
        let huge = String(repeating: "<Part><Size>9000000000000000000</Size></Part>", count: 100)
        #expect(PartListing(XMLText(huge)).bytes == 100 * (5 << 30))
        for none in [
            "", "<Part></Part>", "<IsTruncated>true</IsTruncated><NextPartNumberMarker>x</NextPartNumberMarker>",
        ] {
            #expect(PartListing(XMLText(none)).bytes == 0 && PartListing(XMLText(none)).next == nil)
        }
    }

    @Test("Entities that are none stay as they are")
    func entities() {
        let page = UploadListing(
            XMLText("<Upload><Key>&#xFFFFFFFF;&;&nothing;&amp</Key><UploadId>&#55555;</UploadId></Upload>"))
        #expect(page.uploads == [UploadListing.Upload(key: "&#xFFFFFFFF;&;&nothing;&amp", id: "&#55555;")])
    }
}
