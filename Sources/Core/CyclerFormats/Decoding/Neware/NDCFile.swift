/// One `.ndc` file of a test: what it holds, and which rows of its newest pages were taken.
///
/// Rows are filled in from page to page, so two pages are remembered: the newest one and the one before it, whose last
/// rows may come together with the first of the next.
struct NDCFile: Equatable, Codable, Sendable {
  let kind: NDCFileKind
  /// Nil if the version is not known.
  let layout: NDCLayout?
  private var newestPage = 0
  private var taken: [UInt8] = []
  private var takenBefore: [UInt8] = []
  /// A page that was caught while it was being written, and has not come again.
  private(set) var suspect: Int?

  init(kind: NDCFileKind, layout: NDCLayout?) {
    self.kind = kind
    self.layout = layout
  }

  /// Whether a page can be read now, and is one of those whose rows are remembered.
  mutating func accepts(
    _ page: borrowing Span<UInt8>, number: Int, _ layout: NDCLayout, rows count: Int, isCut: Bool
  ) -> Bool {
    guard number >= newestPage - 1 else { return false }
    if layout != .v2 {
      guard page.uint8(at: 0) == kind.rawValue &+ 1 || isCut else {
        suspect = number
        return false
      }
      var valid = 0
      for row in 0..<count where isSet(row, in: page) { valid += 1 }
      guard valid == Int(page.uint16(at: 2)) || isCut else {
        suspect = number
        return false
      }
    }
    if suspect == number { suspect = nil }
    if number > newestPage {
      takenBefore = number == newestPage + 1 ? taken : []
      taken = []
      newestPage = number
    }
    let size = (count + 7) / 8
    if taken.count < size { taken.append(contentsOf: repeatElement(0, count: size - taken.count)) }
    if takenBefore.count < size { takenBefore.append(contentsOf: repeatElement(0, count: size - takenBefore.count)) }
    return true
  }

  /// Whether a row is there that was not taken.
  func isNew(_ row: Int, on page: Int, in bytes: borrowing Span<UInt8>, _ layout: NDCLayout) -> Bool {
    let known = page == newestPage ? taken : takenBefore
    guard row >> 3 < known.count, known[row >> 3] >> (row & 7) & 1 == 0 else { return false }
    // Version 2 has no mask: an empty place has the number 0.
    return layout == .v2 ? bytes.uint32(at: layout.firstRow + row * 94 + 8) != 0 : isSet(row, in: bytes)
  }

  /// Remembers a row as taken.
  mutating func note(_ row: Int, on page: Int) {
    if page == newestPage { taken[row >> 3] |= 1 << (row & 7) } else { takenBefore[row >> 3] |= 1 << (row & 7) }
  }

  private func isSet(_ row: Int, in page: borrowing Span<UInt8>) -> Bool {
    page.uint8(at: 4 + row >> 3) >> (row & 7) & 1 != 0
  }
}

/// What `TestInfo.xml` says of the auxiliary channels.
enum NDCChannels {
  /// The `ChlType` of each `Aux…` element, in order; nil if the file names none.
  static func kinds(in xml: [UInt8]) -> [Int]? {
    // GB2312, of which the names and numbers are ASCII.
    let text = String(decoding: xml, as: UTF8.self)
    var kinds: [Int] = []
    for element in text.split(separator: "<") where element.hasPrefix("Aux") {
      guard element.dropFirst(3).first?.isNumber == true else { continue }
      let parts = element.split(separator: "\"", omittingEmptySubsequences: false)
      for (name, value) in zip(parts, parts.dropFirst())
      where name.hasSuffix("ChlType=") && !name.hasSuffix("RealChlType=") {
        kinds.append(Int(value) ?? 0)
      }
    }
    return kinds.isEmpty ? nil : kinds
  }
}
