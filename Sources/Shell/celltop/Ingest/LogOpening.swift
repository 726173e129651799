import Archives
import CyclerFormats

/// What a file's first bytes are, for all who read logs by themselves.
enum LogOpening {
  /// The format, told all that is known besides the rows; nil if the bytes are no log, too few, or must be unpacked.
  static func format(_ head: [UInt8], isWholeFile: Bool, path: String) -> (any CyclerFormat)? {
    guard LogContainer.recognise(head) == nil,
      case .known(let format, _) = LabFormats.identify(LogHead(head, isWholeFile: isWholeFile))
    else { return nil }
    return StartTime.told(to: format, path: path)
  }
}
