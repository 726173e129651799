import Archives
import CZlib
import CyclerFormats
import Glibc

/// A folder in memory for the files that containers are read from.
private let folder: String = {
  var name = Array("/dev/shm/celltop-fuzz-XXXXXX".utf8CString)
  guard unsafe mkdtemp(&name) != nil else { fatalError("no folder in /dev/shm") }
  return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}()

private func write(_ bytes: some Collection<UInt8>, to name: String) -> String {
  write(bytes, toPath: "\(folder)/\(name)")
}

private func write(_ bytes: some Collection<UInt8>, toPath path: String) -> String {
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  unsafe Array(bytes).withUnsafeBytes { _ = unsafe Glibc.write(file, $0.baseAddress, $0.count) }
  close(file)
  return path
}

/// Reads a container to its end and the logs in it.
private func read(_ path: String, _ kind: LogContainer, limit: Int) {
  guard let reader = try? kind.open(path) else { return }
  var bytes: [UInt8] = []
  reading: while bytes.count < limit {
    guard let step = try? reader.next(into: &bytes) else { break }
    switch step {
    case .bytes, .waiting: continue
    case .nextTest:
      decode(bytes)
      bytes = []
    case .end: break reading
    }
  }
  decode(bytes)
}

private func decode(_ bytes: [UInt8]) {
  if case .known(let format, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) {
    LogLaws(bytes, format).check()
  }
}

/// Reads bytes as a zip file.
func fuzzContainer(_ bytes: [UInt8]) {
  guard let kind = LogContainer.recognise(bytes), kind != .database else { return }
  read(write(bytes, to: "one.ndc"), kind, limit: 1 << 20)
}

/// Reads bytes as a sheet, between the parts of a workbook that are in order.
func fuzzWorkbook(_ bytes: [UInt8]) {
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  var zip = StoredZip()
  zip.add(
    "xl/workbook.xml", Array("<workbook><sheets><sheet name=\"Channel_1-001\" r:id=\"a\"/></sheets></workbook>".utf8))
  zip.add("xl/worksheets/sheet1.xml", Array(parts[0]))
  if parts.count > 1 { zip.add("xl/sharedStrings.xml", Array(parts[1])) }
  read(write(zip.finished, to: "book.xlsx"), .zip, limit: 1 << 20)
}

/// Reads bytes as the three files of a running Neware test, which grow meanwhile.
func fuzzPages(_ bytes: [UInt8]) {
  let parts = [0, 1, 2].map { part in bytes.indices.filter { $0 / 4096 % 3 == part }.map { bytes[$0] } }
  guard LogContainer.recognise(parts[0]) == .pages else { return }
  for (name, part) in zip(["_step", "_runInfo"], parts.dropFirst()) {
    _ = write(part.prefix(max(0, part.count - 1000)), to: "grown\(name).ndc")
  }
  let path = write(parts[0].prefix(max(8192, parts[0].count - 2000)), to: "grown.ndc")
  guard let reader = try? LogContainer.pages.open(path) else { return }
  var stream: [UInt8] = []
  while let step = try? reader.next(into: &stream), step == .bytes, stream.count < 1 << 20 {}
  for (name, part) in zip(["", "_step", "_runInfo"], parts) { _ = write(part, to: "grown\(name).ndc") }
  while let step = try? reader.next(into: &stream), step == .bytes, stream.count < 1 << 20 {}
  decode(stream)
}

/// A zip file whose members are stored as they are, so that the fuzzer need not learn DEFLATE and CRC-32.
private struct StoredZip {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func add(_ name: String, _ bytes: [UInt8]) {
    let checksum = Int(unsafe crc32(0, bytes, UInt32(bytes.count)))
    var fields = number(20, 2) + number(0, 8) + number(checksum, 4) + number(bytes.count, 4) + number(bytes.count, 4)
    fields += number(name.utf8.count, 2) + number(0, 2)
    directory += [0x50, 0x4B, 1, 2] + number(20, 2) + fields + number(0, 10) + number(body.count, 4) + name.utf8
    body += [0x50, 0x4B, 3, 4] + fields + Array(name.utf8) + bytes
    count += 1
  }

  var finished: [UInt8] {
    body + directory + [0x50, 0x4B, 5, 6] + number(0, 4) + number(count, 2) + number(count, 2)
      + number(directory.count, 4) + number(body.count, 4) + number(0, 2)
  }

  private func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

/// Writes the stream inside a container and the samples of all formats as seeds, to the folder `CELLTOP_SEEDS`.
func writeSeeds(_ bytes: [UInt8]) {
  guard let place = unsafe getenv("CELLTOP_SEEDS").map({ unsafe String(cString: $0) }) else { return }
  for format in FormatRegistry.all { _ = write(format.sampleBytes, toPath: "\(place)/\(format.id).sample") }
  guard let kind = LogContainer.recognise(bytes), kind != .database else { return }
  guard let reader = try? kind.open(write(bytes, to: "one.ndc")) else { return }
  var stream: [UInt8] = []
  while stream.count < 96 * 1024, let step = try? reader.next(into: &stream), step == .bytes {}
  _ = write(stream.prefix(96 * 1024), toPath: "\(place)/\(bytes.count).unpacked")
}
