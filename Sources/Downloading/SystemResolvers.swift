// The name servers of the system, for warnings that name them.

internal import Foundation

enum SystemResolvers {
    /// The addresses in /etc/resolv.conf (resolv.conf(5)); none when it cannot be read.
    static var addresses: [String] {
        // A machine without the file has no resolver to name.
        guard let text = try? String(contentsOfFile: "/etc/resolv.conf", encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.count >= 2 && words[0] == "nameserver" ? String(words[1]) : nil
        }
    }
}
