// libvips' one start per process, and what this project sets in it for good.

internal import CVips

/// The process-wide part of libvips.
package enum VipsLibrary {
    /// Starts libvips; every later call costs nothing. Must come before any other use of this target.
    ///
    /// Sets, for the whole process: one libvips thread (the image workers are the threads), no cache of operations
    /// (no image comes twice), and no loader that libvips marks as unfit for untrusted bytes, except JPEG 2000 and
    /// JPEG XL: both decode inside one library made for the web's images, and are marked for want of fuzzing only.
    package static func start() {
        _ = started
    }

    private static let started: Void = {
        guard cvips_init("img2shards") == 0 else {
            fatalError("libvips did not start: \(String(cString: vips_error_buffer()))")
        }
        cvips_silence()
        vips_concurrency_set(1)
        vips_cache_set_max(0)
        vips_block_untrusted_set(1)
        for loader in ["VipsForeignLoadJp2k", "VipsForeignLoadJxl", "VipsForeignSaveJxl"] {
            vips_operation_block_set(loader, 0)
        }
    }()

    /// Gives back what libvips keeps for the calling thread. Call at the end of a thread that used it.
    package static func endThread() {
        vips_thread_shutdown()
    }

    /// libvips' version, for reports.
    package static var version: String { String(cString: vips_version_string()) }
}
