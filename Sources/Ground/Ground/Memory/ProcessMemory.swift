// Settings of the C library's allocator: bodies come and go by the thousand a second.

internal import CLinux

/// The heap of this process.
package enum ProcessMemory {
    /// Keeps freed bodies for the next ones instead of giving them back to the system: by default glibc maps each
    /// block over 128 KiB again and trims its heap at every large free, and the page faults cost more than the
    /// fetch itself (110 KB bodies over loopback: 0.11 ms of CPU without, 0.06 ms with). The memory budget bounds
    /// what is kept. See mallopt(3).
    package static func keepFreedMemory() {
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
        mallopt(M_TRIM_THRESHOLD, 256 << 20)
        mallopt(M_TOP_PAD, 16 << 20)
    }
}
