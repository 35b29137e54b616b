// Speeds as people read them: 1,372 images/s.

/// A number of things per second and its texts.
package struct Rate: Hashable, Sendable {
    /// Finite and not negative.
    package let perSecond: Double

    package init(_ perSecond: Double) {
        self.perSecond = perSecond.isFinite ? min(max(0, perSecond), 1e15) : 0
    }

    /// `1,372`; one decimal below ten: `3.4`.
    package var grouped: String { isSmall ? tenths : Int(perSecond.rounded()).grouped }

    /// `1372`: as `grouped`, without commas.
    package var plain: String { isSmall ? tenths : String(Int(perSecond.rounded())) }

    /// Read as bytes: `151 MB/s`.
    package var bytesText: String { ByteCount(Int(perSecond.rounded())).text + "/s" }

    // 9.95 would become "10.0", and 0.04 "0.0".
    private var isSmall: Bool { perSecond < 9.95 && perSecond >= 0.05 }

    private var tenths: String {
        let count = Int((perSecond * 10).rounded())
        return "\(count / 10).\(count % 10)"
    }
}
