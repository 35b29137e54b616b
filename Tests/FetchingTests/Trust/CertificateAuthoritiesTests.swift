// Where certificate authorities are looked for.

import Foundation
import TestSupport
import Testing

@testable import Fetching

@Suite("Certificate authorities")
struct CertificateAuthoritiesTests {
    @Test("What SSL_CERT_FILE names comes first, even if it is missing, so that the error names it")
    func named() {
        #expect(
            CertificateAuthorities.file(named: "/nowhere.pem", places: ["/etc/passwd"], bundle: nil) == "/nowhere.pem")
        #expect(CertificateAuthorities.file(named: "", places: ["/etc/passwd"], bundle: nil) == "/etc/passwd")
    }

    @Test("The first place with a file is taken; a bundle's own authorities are the last")
    func places() throws {
        let folder = try TemporaryFolder()
        let places = [folder.path("debian.crt"), folder.path("rhel.pem")]
        #expect(CertificateAuthorities.file(named: nil, places: places, bundle: nil) == nil)
        try folder.write("share/ca-certificates.crt", "own")
        let bundle = folder.url.path
        #expect(
            CertificateAuthorities.file(named: nil, places: places, bundle: bundle)
                == folder.path("share/ca-certificates.crt"))
        try folder.write("rhel.pem", "system")
        #expect(CertificateAuthorities.file(named: nil, places: places, bundle: bundle) == places[1])
        try folder.write("debian.crt", "system")
        #expect(CertificateAuthorities.file(named: nil, places: places, bundle: bundle) == places[0])
    }
}
