import CyclerFormats
import Glibc

/// A kind of file from which a log must be unpacked before a format can read it.
package enum LogContainer: Equatable, Sendable {
  /// A zip file: Neware's `.ndax`, or a workbook.
  case zip
  /// An Access database: Arbin's `.res`.
  case database
  /// Pages in several files beside each other: Neware's loose `.ndc`.
  case pages

  /// Tells a container by a file's first bytes; nil for a log that is read as it stands.
  package static func recognise(_ head: some Collection<UInt8>) -> LogContainer? {
    if ZipArchive.recognises(head) { return .zip }
    if AccessExport.recognises(head) { return .database }
    guard head.first == NDCFileKind.data.rawValue, let size = NDCPages.pageSize(ofFileBeginning: head) else {
      return nil
    }
    // Pages of version 2 have no mark by which to tell them behind the head.
    let second = head.dropFirst(size).first
    return second == NDCFileKind.data.rawValue + 1 || size == 512 && second != nil ? .pages : nil
  }

  /// Opens a container at its beginning; unless it `waits`, the reader tells while another program is still at work.
  package func open(_ path: String, waits: Bool = true) throws(ContainerTrouble) -> any ContainerReader {
    switch self {
    case .zip:
      let archive = try ZipArchive(path)
      if archive.names.contains(NewareArchive.dataName) { return try NewareArchive(archive) }
      if archive.names.contains(Workbook.indexName) { return try Workbook(archive) }
      throw ContainerTrouble("is a zip file of something else: unpack it first", isStranger: true)
    case .database: return try AccessExport(path, waits: waits)
    case .pages: return NewarePages(path)
    }
  }

  /// The stamps of all files that make up a container: another value when one of them changed.
  package func stamp(of path: String) -> ContainerStamp {
    ContainerStamp(of: self == .pages ? NewarePages.paths(of: path) : [path])
  }
}

/// What `stat` tells about the files of a container.
package struct ContainerStamp: Equatable, Codable, Sendable {
  private var files: [[Int]] = []

  /// Whether the container's own file is there.
  package var exists: Bool { files.first?.isEmpty == false }

  init(of paths: [String]) {
    for path in paths {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else {
        files.append([])
        continue
      }
      files.append([
        Int(status.st_dev), Int(truncatingIfNeeded: status.st_ino), Int(status.st_size), status.st_mtim.tv_sec,
        status.st_mtim.tv_nsec,
      ])
    }
  }
}

/// What a container gave.
package enum ContainerStep: Equatable, Sendable {
  /// Bytes were appended.
  case bytes
  /// Another program is still unpacking it: nothing yet, and more is to come.
  case waiting
  /// The log of one test is at its end, and that of another one follows.
  case nextTest
  /// There is no more, or no more yet.
  case end
}

/// A log on its way out of a container, as the bytes that a format decodes.
package protocol ContainerReader: AnyObject {
  /// What the container is, with its article, for people.
  var what: String { get }
  /// How many tests it holds; each gives a log of its own.
  var testCount: Int { get }
  /// Sentences about what was passed over.
  var remarks: [String] { get }

  /// Appends the next bytes, some 128 KiB at most.
  ///
  /// Bytes appended before an error are good; behind an error there is nothing more.
  func next(into bytes: inout [UInt8]) throws(ContainerTrouble) -> ContainerStep
}
