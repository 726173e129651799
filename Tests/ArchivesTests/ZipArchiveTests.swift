import TestSupport
import Testing

@testable import Archives

@Suite("Zip files")
struct ZipArchiveTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func open(_ bytes: [UInt8]) throws -> ZipArchive { try ZipArchive(folder.write(bytes, to: "a.zip")) }

  private static func read(_ archive: ZipArchive, _ name: String) throws -> [UInt8] {
    let member = try #require(try archive.open(name))
    var bytes: [UInt8] = []
    while try member.next(into: &bytes) {}
    return bytes
  }

  /// What went wrong, as people read it.
  private func trouble(_ bytes: [UInt8], reading name: String = "m") -> String {
    do {
      _ = try Self.read(open(bytes), name)
      return "nothing"
    } catch {
      return "\(error)"
    }
  }

  private static let text = Array(String(repeating: "0.4242,-0.001,Rest\n", count: 9000).utf8)

  @Test("give their members, stored or deflated, with sizes of either width")
  func members() throws {
    var random = SeededGenerator(seed: 5)
    let noise = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    var writer = ZipWriter()
    writer.add(.init(name: "stored", bytes: noise, isDeflated: false))
    writer.add(.init(name: "packed", bytes: Self.text))
    writer.add(.init(name: "wide", bytes: Self.text, isWide: true))
    writer.add(.init(name: "empty", bytes: []))
    let archive = try open(writer.finished(comment: "made by hand"))
    #expect(archive.names == ["stored", "packed", "wide", "empty"])
    #expect(try Self.read(archive, "stored") == noise)
    #expect(try Self.read(archive, "packed") == Self.text)
    #expect(try Self.read(archive, "wide") == Self.text)
    #expect(try Self.read(archive, "empty") == [])
    #expect(try archive.open("other") == nil)
  }

  @Test("come out in pieces")
  func pieces() throws {
    let bytes = Array(repeating: UInt8(7), count: 5_000_000)
    let archive = try open(ZipWriter.archive([.init(name: "m", bytes: bytes)]))
    let member = try #require(try archive.open("m"))
    var total = 0
    var piece: [UInt8] = []
    while try member.next(into: &piece) {
      #expect(piece.count <= ZipMember.piece)
      total += piece.count
      piece.removeAll(keepingCapacity: true)
    }
    #expect(total == bytes.count && member.progress == 1)
  }

  @Test("that lie about a member say so, behind what was good")
  func lies() {
    let text = Self.text
    func one(_ change: (inout ZipWriter.Member) -> Void) -> [UInt8] {
      var member = ZipWriter.Member(name: "m", bytes: text)
      change(&member)
      return ZipWriter.archive([member])
    }
    #expect(trouble(one { _ in }) == "nothing")
    #expect(trouble(one { $0.statedSize = text.count - 1 }).contains("longer than its directory says"))
    #expect(trouble(one { $0.statedSize = text.count + 1 }).contains("cut short"))
    #expect(trouble(one { $0.statedChecksum = 1 }).contains("checksum"))
    #expect(trouble(one { $0.statedPackedSize = 1 << 20 }).contains("reaches past its end"))
    #expect(trouble(one { $0.statedPackedSize = 30 }).contains("cut short"))
    #expect(trouble(one { $0.statedOffset = 3 }).contains("where its directory says"))
    #expect(trouble(one { $0.statedOffset = 0x7FFF_FFFF }).contains("beyond the end"))
    #expect(trouble(one { $0.flags = 1 }).contains("encrypted"))
    #expect(trouble(one { $0.method = 14 }).contains("method 14"))
    #expect(
      trouble(
        one {
          $0.isDeflated = false; $0.method = 8
        }
      ).contains("cannot be unpacked"))
    #expect(trouble(one { $0.statedSize = 3 << 30 }).contains("not believed"))
    // A bomb says how large it is, or is cut where it lied.
    #expect(trouble(one { $0.statedSize = 512 << 20 }).contains("not believed"))
  }

  @Test("whose directory is not one are refused with the reason")
  func directories() {
    var writer = ZipWriter()
    writer.add(.init(name: "m", bytes: Self.text))
    #expect(trouble(writer.bytes).contains("cut short, or still being written"))
    #expect(trouble(writer.finished(statedCount: 2)).contains("1 of 2 members"))
    #expect(trouble(writer.finished(statedCount: 0xFFFF)).contains("zip64"))
    #expect(trouble(writer.finished(statedStart: 1 << 30)).contains("past its end"))
    #expect(trouble(writer.finished(statedCount: 20_000)).contains("20000 members"))
    #expect(trouble([]).contains("without a directory"))
    #expect(throws: ContainerTrouble.self) { try ZipArchive(folder.path) }
    #expect(throws: ContainerTrouble.self) { try ZipArchive(folder.path + "/none") }
  }

  @Test("cut short anywhere, or damaged anywhere, are read up to there or refused")
  func damage() throws {
    var random = SeededGenerator(seed: 99)
    let text = Array(Self.text.prefix(2000))
    let good = ZipWriter.archive([
      .init(name: "m", bytes: text, isWide: true), .init(name: "n", bytes: text, isDeflated: false),
    ])
    for length in 0..<good.count { #expect(trouble(Array(good.prefix(length))) != "nothing", "\(length)") }
    for _ in 0..<2000 {
      var bad = good
      for _ in 0...Int.random(in: 0...4, using: &random) {
        let place = Int.random(in: 0..<bad.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bad[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: bad.removeSubrange(place..<min(bad.count, place + 9))
        case 2: bad.insert(contentsOf: good.prefix(9), at: place)
        default: for index in place..<min(bad.count, place + 4) { bad[index] = 0xFF }
        }
      }
      guard let archive = try? open(bad) else { continue }
      for name in archive.names {
        guard let member = try? archive.open(name) else { continue }
        var bytes: [UInt8] = []
        while (try? member.next(into: &bytes)) == true { #expect(bytes.count <= 4000) }
      }
    }
  }
}
