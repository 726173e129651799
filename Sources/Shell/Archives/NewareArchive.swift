import CyclerFormats

/// A `.ndax` archive as one stream of pages.
///
/// The files are read side by side, always the one of which the least was read: so rows and their times come together,
/// and the decoder has little to keep.
final class NewareArchive: ContainerReader {
  static let dataName = "data.ndc"

  let what = "a zip archive"
  let testCount = 1
  let remarks: [String] = []
  private var sources: [NewareMember] = []
  private var opening: [UInt8] = []
  private var trouble: ContainerTrouble?

  init(_ archive: ZipArchive) throws(ContainerTrouble) {
    // The small ones first where two are equally far, so that times are there before their rows.
    var names = ["data_step.ndc", "data_runInfo.ndc"].filter(archive.names.contains)
    names += Self.auxiliaryNames(in: archive.names) + [Self.dataName]
    var numbers: [String: UInt8] = [Self.dataName: 0, "data_step.ndc": 1, "data_runInfo.ndc": 2]
    for name in names where numbers[name] == nil && numbers.count < 200 { numbers[name] = UInt8(numbers.count) }
    if let info = try? archive.bytes(of: "TestInfo.xml", limit: 1 << 20) {
      NDCPages.frame(
        info.prefix(NDCPages.testInfoLimit), number: 0, file: NDCPages.testInfo, origin: .archive, into: &opening)
    }
    for name in names {
      guard let number = numbers[name] else { continue }
      do {
        guard let member = try archive.open(name) else { continue }
        sources.append(NewareMember(member, name: name, number: number))
      } catch {
        guard name != Self.dataName else { throw error }
        trouble = error
      }
    }
  }

  /// The files of auxiliary channels, in the order in which `TestInfo.xml` names the channels.
  private static func auxiliaryNames(in names: [String]) -> [String] {
    var found: [(name: String, key: [Int])] = []
    for name in names where name.hasPrefix("data_") && name.hasSuffix(".ndc") {
      var parts = name.dropFirst(5).dropLast(4).split(separator: "_")
      if parts.first == "AUX" { parts.removeFirst() }
      let key = parts.compactMap { Int($0) }
      if !key.isEmpty, key.count == parts.count { found.append((name, key)) }
    }
    return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.name)
  }

  func next(into bytes: inout [UInt8]) throws(ContainerTrouble) -> ContainerStep {
    let start = bytes.count
    if !opening.isEmpty || sources.allSatisfy({ $0.page == 0 && !$0.isEnded }) {
      bytes += opening
      opening = []
      // The heads of all files come before the first page, so that the decoder knows what to wait for.
      for index in sources.indices { sources[index].frame(1, into: &bytes) }
    }
    while bytes.count - start < ZipMember.piece / 2 {
      let open = sources.indices.filter { !sources[$0].isEnded }
      guard let next = open.min(by: { sources[$0].progress < sources[$1].progress }) else { break }
      sources[next].frame(8, into: &bytes)
    }
    guard bytes.count == start else { return .bytes }
    if let trouble = trouble ?? sources.compactMap(\.trouble).first { throw trouble }
    return .end
  }
}

/// One `.ndc` file of an archive, cut into pages.
private struct NewareMember {
  private let member: ZipMember
  private let name: String
  private let number: UInt8
  private var pending: [UInt8] = []
  private var start = 0
  private var size: Int?
  private var hasAll = false
  /// Number of the next page.
  private(set) var page = 0
  private(set) var isEnded = false
  private(set) var trouble: ContainerTrouble?

  init(_ member: ZipMember, name: String, number: UInt8) {
    self.member = member
    self.name = name
    self.number = number
  }

  /// How much of the file was read, a fraction.
  var progress: Double { member.progress }

  /// Frames the next pages, this many at most.
  mutating func frame(_ count: Int, into bytes: inout [UInt8]) {
    for _ in 0..<count {
      guard let size = wholePage() else { return }
      NDCPages.frame(
        pending[start..<(start + size)], number: page, file: number, origin: .archive, into: &bytes)
      page += 1
      start += size
    }
  }

  /// Unpacks until a page is there; its size, or nil at the end.
  private mutating func wholePage() -> Int? {
    while !isEnded {
      if start > 0, pending.count - start < size ?? 0 {
        pending.removeFirst(start)
        start = 0
      }
      if size == nil, pending.count >= 4 {
        size = NDCPages.pageSize(ofFileBeginning: pending)
        if size == nil { fail("is no .ndc file of a known version") }
      }
      if let size, pending.count - start >= size { return size }
      guard !hasAll else {
        if !pending.isEmpty, trouble == nil { fail("ends within a page") }
        isEnded = true
        break
      }
      do {
        hasAll = try !member.next(into: &pending)
      } catch {
        hasAll = true
        trouble = error
      }
    }
    return nil
  }

  private mutating func fail(_ reason: String) {
    trouble = ContainerTrouble("has a member “\(name)” that \(reason)")
    isEnded = true
  }
}
