import Glibc

/// A folder of logs for one story, gone with it.
final class LogFolder {
  let path: String

  struct CannotMake: Error {}

  init() throws {
    var template = Array("\(P_tmpdir)/celltop-story-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    guard isMade else { throw CannotMake() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    guard let folder = unsafe opendir(path) else { return }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    unsafe closedir(folder)
    for name in names where name != "." && name != ".." { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  /// Appends text to a log, creating it if need be.
  func append(_ text: String, to name: String) throws {
    let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CannotMake() }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard unsafe write(descriptor, bytes, bytes.count) == bytes.count else { throw CannotMake() }
  }

  /// Puts a finished copy in a log's place, as rsync does.
  func replace(_ name: String, by text: String) throws {
    try append(text, to: ".new")
    guard unsafe rename("\(path)/.new", "\(path)/\(name)") == 0 else { throw CannotMake() }
  }

  func remove(_ name: String) { unsafe unlink("\(path)/\(name)") }
}

/// A Li|Cu cell's log as a bridge writes it: plates 1 mAh in an hour, strips 0.98 mAh.
enum BridgeLog {
  static let header = """
    Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1,Charging Capacity / Ah,Discharging Capacity / Ah

    """

  /// The rows of one cycle, counted from 1; of what was plated a share is stripped.
  static func cycle(_ number: Int, efficiency: Double = 0.98) -> String {
    let step = 0.001 * efficiency
    let start = Double(number - 1) * 8000
    var rows = "\(start),2.9,0.0,\(number),1,\(step * Double(number - 1)),\(0.001 * Double(number - 1))\n"
    for minute in stride(from: 0, through: 60, by: 10) {
      let time = start + 10 + Double(minute) * 60
      let plated = 0.001 * (Double(number - 1) + Double(minute) / 60)
      rows += "\(time),-0.05,-0.001,\(number),2,\(step * Double(number - 1)),\(plated)\n"
    }
    for part in 0...6 {
      let time = start + 3700 + Double(part) * 588
      let stripped = step * (Double(number - 1) + Double(part) / 6)
      let voltage = part == 6 ? 1.0 : 0.05
      rows += "\(time),\(voltage),0.001,\(number),3,\(stripped),\(0.001 * Double(number))\n"
    }
    return rows
  }
}
