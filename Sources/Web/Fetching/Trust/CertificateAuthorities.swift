// Whom a TLS connection believes, unless `--ca-file` names a file.

internal import Glibc
internal import Ground

/// The file with the certificate authorities of this system.
package enum CertificateAuthorities {
    /// As for OpenSSL: a file that comes before the system's.
    private static let variable = "SSL_CERT_FILE"

    /// Where systems keep them: Debian, Ubuntu, Arch and Alpine; RHEL and Fedora, new and old; SUSE; Alpine and BSD.
    static let places = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    /// The file; nil if no place has one. A bundle has Mozilla's authorities for systems that have none.
    package static let file: String? = file(
        named: getenv(variable).map { String(cString: $0) }, places: places, bundle: BundleHome.folder)

    static func file(named: String?, places: [String], bundle: String?) -> String? {
        if let named, !named.isEmpty { return named }
        return (places + (bundle.map { [$0 + "/share/ca-certificates.crt"] } ?? [])).first {
            access($0, R_OK) == 0
        }
    }
}
