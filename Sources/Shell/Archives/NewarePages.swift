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

  /// Names the files beside the data that are there.
  package var what: String {
    let others = sources.filter { $0.number != 0 && $0.pages > 0 }.compactMap { $0.path.split(separator: "/").last }
    return others.isEmpty ? "a file of its own" : "read with " + others.joined(separator: " and ")
  }
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
    let start = bytes.count
    var files: [SeekableFile?] = []
    for index in sources.indices where !isReplaced {
      let file = try open(index)
      files.append(file)
      if let file { try readNewest(of: index, in: file, into: &bytes) }
    }
    guard !isReplaced else { return .end }
    // Always the file of which the least was read, so that rows and their times come together.
    while bytes.count - start < ZipMember.piece / 2 {
      var next: (index: Int, file: SeekableFile, size: Int, progress: Double)?
      for (index, source) in sources.enumerated() {
        guard let file = files[index], let size = source.size, (source.pages + 1) * size <= file.size else { continue }
        let progress = Double(source.pages * size) / Double(file.size)
        if progress < next?.progress ?? 2 { next = (index, file, size, progress) }
      }
      guard let next else { break }
      let number = sources[next.index].pages
      let page = try next.file.bytes(at: number * next.size, count: next.size, of: "page \(number)")
      give(page, number, of: next.index, into: &bytes)
    }
    return bytes.count == start ? .end : .bytes
  }

  /// Opens a file of the test; only the data must be there, a test of the older versions has no other files.
  private func open(_ index: Int) throws(ContainerTrouble) -> SeekableFile? {
    let file: SeekableFile
    do {
      file = try SeekableFile(sources[index].path)
    } catch {
      guard sources[index].number == 0 else { return nil }
      throw error
    }
    if sources[index].size == nil, file.size >= 4 {
      sources[index].size = NDCPages.pageSize(ofFileBeginning: try file.bytes(at: 0, count: 4, of: "its head"))
    }
    return file
  }

  /// Hands over the newest page again where it changed; finds out whether the file is still the one that was read.
  private func readNewest(of index: Int, in file: SeekableFile, into bytes: inout [UInt8]) throws(ContainerTrouble) {
    let source = sources[index]
    guard source.pages > 0, let size = source.size else { return }
    guard file.size >= source.pages * size else { return isReplaced = true }
    let number = source.pages - 1
    let page = try file.bytes(at: number * size, count: size, of: "page \(number)")
    guard page != source.newest else { return }
    guard NDCPages.continues(page, source.newest) else { return isReplaced = true }
    give(page, number, of: index, into: &bytes)
  }

  private func give(_ page: [UInt8], _ number: Int, of index: Int, into bytes: inout [UInt8]) {
    NDCPages.frame(page, number: number, file: sources[index].number, origin: .folder, into: &bytes)
    sources[index].newest = page
    sources[index].pages = number + 1
  }
}
