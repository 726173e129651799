import CyclerFormats

/// The loose `.ndc` files of a running test as one stream of pages, which goes on as the files grow.
///
/// The newest page of a file is read again at every look, because it is rewritten in place until it is full; it is
/// handed over again where it changed. A page in which a row is missing that was there before is another test's.
package final class NewarePages: ContainerReader {
  private struct Source {
    let path: String
    let number: UInt8
    var size: Int?
    /// Pages handed over.
    var pages = 0
    var newest: [UInt8] = []
  }

  package let what = "pages in several files"
  package let testCount = 1
  package let remarks: [String] = []
  private var sources: [Source]
  /// Whether the files no longer continue what was handed over: read them again with a new reader.
  package private(set) var isReplaced = false

  init(_ path: String) {
    // Steps and times first: what they say is there before the rows that wait for it.
    sources = zip(Self.paths(of: path), [0, 1, 2] as [UInt8]).map { Source(path: $0, number: $1) }.reversed()
  }

  /// The files of a test: its data, steps and times.
  static func paths(of path: String) -> [String] {
    let stem = path.hasSuffix(".ndc") || path.hasSuffix(".NDC") ? String(path.dropLast(4)) : path
    let ending = path.dropFirst(stem.count)
    return [path, "\(stem)_step\(ending)", "\(stem)_runInfo\(ending)"]
  }

  package func next(into bytes: inout [UInt8]) throws(ContainerTrouble) -> ContainerStep {
    guard !isReplaced else { return .end }
    let start = bytes.count
    if sources.allSatisfy({ $0.pages == 0 }) {
      for index in sources.indices { try read(index, pages: 1, into: &bytes) }
    }
    for index in sources.indices where bytes.count - start < ZipMember.piece / 2 {
      try read(index, pages: 5, into: &bytes)
    }
    return bytes.count == start ? .end : .bytes
  }

  /// Hands over the newest page if it changed, and some that follow it.
  private func read(_ index: Int, pages limit: Int, into bytes: inout [UInt8]) throws(ContainerTrouble) {
    var source = sources[index]
    let file: SeekableFile
    do {
      file = try SeekableFile(source.path)
    } catch {
      // Only the data must be there; a test of the older versions has no other files.
      guard source.number == 0 else { return }
      throw error
    }
    var page: [UInt8] = []
    if source.size == nil, try file.read(at: 0, count: 4, into: &page) == 4 {
      source.size = NDCPages.pageSize(ofFileBeginning: page)
    }
    guard let size = source.size else { return }
    guard file.size >= source.pages * size else { return isReplaced = true }
    var number = max(0, source.pages - 1)
    let end = source.pages + limit
    while number < end, try file.read(at: number * size, count: size, into: &page) == size {
      let isKnown = number < source.pages
      if isKnown, !NDCPages.continues(page, source.newest) { return isReplaced = true }
      if !isKnown || page != source.newest {
        NDCPages.frame(page, number: number, file: source.number, origin: .folder, into: &bytes)
      }
      source.newest = page
      number += 1
      source.pages = max(source.pages, number)
    }
    sources[index] = source
  }
}
