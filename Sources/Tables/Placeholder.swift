internal import ArrowBridge

/// The version of the Arrow library in use.
package var arrowVersion: String { String(cString: arrow_bridge_version()) }
