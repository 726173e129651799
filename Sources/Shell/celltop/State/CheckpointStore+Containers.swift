import Archives
import BinaryCoding
import CellModel
import Checkpoints
import CyclerFormats
import Fleet
import Settings
import Tailing

/// Containers put aside: taken up again only if nothing about them changed.
extension CheckpointStore {
  /// A container that was read whole, and what became of its tests.
  struct Contents: Sendable {
    var path: String
    /// Its stamp before it was read.
    var stamp: ContainerStamp
    var size: Int
    var tests: [Test]

    struct Test: Sendable {
      var channel: Channel
      var format: any CyclerFormat
    }
  }

  private struct Head: Codable {
    var path: String
    var stamp: ContainerStamp
    var proof: LogProof
    /// Of each test in order.
    var cells: [CellID]
    var formats: [String]
    /// The lab's own formats, any of which may know what is in a container better than the one that read it.
    var labFormats: [String]
  }

  private static var labFormats: [String] { LabFormats.shelf.described.map { $0.id + $0.told } }

  private func file(ofContainer path: String) -> SealedFile { folder.file("container\n\(path)") }

  /// The tests of a container as they were put aside, if all of it is as it was.
  func resume(_ container: LogContainer, at path: String, facts: (CellID) -> CellFacts) -> Contents? {
    let file = file(ofContainer: path)
    guard let bytes = file.read() else { return nil }
    let reader = BinaryReader(bytes)
    guard let head = try? reader.read(Head.self), head.path == path, head.stamp == container.stamp(of: path),
      head.proof.holds(for: RawPath(path)), head.cells.count == head.formats.count, !head.cells.isEmpty,
      head.labFormats == Self.labFormats
    else { return nil }
    var contents = Contents(path: path, stamp: head.stamp, size: head.proof.length, tests: [])
    for (place, cell) in head.cells.enumerated() {
      guard let format = LabFormats.shelf.all.first(where: { $0.id == head.formats[place] }),
        var channel = try? reader.read({ try Channel(resuming: $0, format: format) }), channel.fold.id == cell,
        channel.goesOn(with: facts(cell))
      else { return nil }
      contents.tests.append(Contents.Test(channel: channel, format: format))
    }
    guard reader.isAtEnd else { return nil }
    file.touch()
    return contents
  }

  /// Puts a container aside; false if it changed since it was read, or cannot be written.
  @discardableResult
  func save(_ contents: Contents, of container: LogContainer) -> Bool {
    guard contents.size >= smallest, !contents.tests.isEmpty,
      let proof = LogProof(of: RawPath(contents.path), length: contents.size),
      // Behind the proof: what changed before it was taken shows in the stamp.
      container.stamp(of: contents.path) == contents.stamp
    else { return false }
    let writer = BinaryWriter()
    do {
      try writer.write(
        Head(
          path: contents.path, stamp: contents.stamp, proof: proof, cells: contents.tests.map(\.channel.fold.id),
          formats: contents.tests.map(\.format.id), labFormats: Self.labFormats))
      for test in contents.tests { try writer.write { try test.channel.encode(to: $0) } }
    } catch {
      return false
    }
    folder.make()
    return file(ofContainer: contents.path).write(writer.bytes)
  }
}
