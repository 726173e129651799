import CellModel
import Foundation
import TestSupport
import Testing

@testable import CyclerFormats

/// A small log written by hand, with what has to come out of it in a file beside it (`<name>.expected`).
struct LogFixture: Sendable, CustomTestStringConvertible {
  let format: String
  let name: String
  let isGood: Bool
  let url: URL

  var testDescription: String { "\(format)/\(isGood ? "good" : "bad")/\(name)" }

  static let all: [LogFixture] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    var fixtures: [LogFixture] = []
    for format in FormatRegistry.all.map(\.id) {
      for kind in ["good", "bad"] {
        let folder = root.appendingPathComponent(format).appendingPathComponent(kind)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names.sorted() where !name.hasSuffix(".expected") {
          fixtures.append(
            LogFixture(format: format, name: name, isGood: kind == "good", url: folder.appendingPathComponent(name)))
        }
      }
    }
    return fixtures
  }()

  func bytes() throws -> [UInt8] { Array(try Data(contentsOf: url)) }
}

@Suite("Logs written by hand")
struct FixtureTests {
  /// What was decoded, as the `.expected` files hold it.
  private static func text(_ log: DecodedLog) -> String {
    let report = log.plainReport
    let traits = report.traits
    var lines = [
      "rows \(report.rows), bad \(report.badRows), stale \(report.staleRows), counter \(traits.counterKind.rawValue), "
        + "current \(traits.currentKind.rawValue), resolution \(number(traits.capacityResolution)) mAh"
    ]
    if let bad = report.firstBadRow { lines.append("line \(bad.line): expected \(bad.expected)") }
    lines += report.warnings
    lines += report.preamble.map { "\($0.label): \($0.value)" }
    for row in log.rows {
      var parts = ["line \(row.row): \(row.startsTest ? "new test, " : "")t=\(number(row.testTime))"]
      if !row.wallTime.isNaN { parts.append("wall=\(number(row.wallTime, scale: 1000))") }
      parts.append("V=\(number(row.voltage)) I=\(number(row.current)) Q=\(number(row.counter))")
      if !row.dischargeCounter.isNaN { parts.append("Qd=\(number(row.dischargeCounter))") }
      if !row.temperature.isNaN { parts.append("T=\(row.temperature)") }
      if row.vendorCycle != Sample.absent { parts.append("cycle=\(row.vendorCycle)") }
      if row.vendorStep != Sample.absent { parts.append("step=\(row.vendorStep)") }
      parts.append(String(describing: row.phase))
      lines.append(parts.joined(separator: " "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A value without the last bits of rounding that a unit's factor brings.
  private static func number(_ value: Double, scale: Double = 1e9) -> String {
    guard value.isFinite else { return "-" }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && rounded.magnitude < 1e12 ? String(Int(rounded)) : String(rounded)
  }

  @Test("every text format has good and bad ones", arguments: textFormatIndices)
  func coverage(index: Int) {
    let format = FormatRegistry.all[index].id
    let own = LogFixture.all.filter { $0.format == format }
    #expect(own.contains { $0.isGood } && own.contains { !$0.isGood })
  }

  @Test("are recognised, and read as they were meant", arguments: LogFixture.all)
  func decode(fixture: LogFixture) throws {
    let bytes = try fixture.bytes()
    let identity = FormatRegistry.identify(LogHead(bytes, isWholeFile: true))
    guard case .known(let format, _) = identity else {
      Issue.record("no format claims \(fixture.testDescription)")
      return
    }
    #expect(format.id == fixture.format)
    let log = DecodedLog(bytes, format)
    #expect((log.plainReport.badRows == 0) == fixture.isGood)
    let actual = Self.text(log)
    let expectation = fixture.url.appendingPathExtension("expected")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(actual.utf8).write(to: expectation)
      Issue.record("recorded \(fixture.testDescription); check it by hand")
      return
    }
    let expected = String(decoding: try Data(contentsOf: expectation), as: UTF8.self)
    let lines = zip(
      expected.split(separator: "\n", omittingEmptySubsequences: false),
      actual.split(separator: "\n", omittingEmptySubsequences: false))
    for (want, got) in lines { #expect(got == want) }
    #expect(actual.utf8.count == expected.utf8.count)
  }

  @Test("give the same samples however they are cut", arguments: LogFixture.all)
  func cuts(fixture: LogFixture) throws {
    let bytes = try fixture.bytes()
    let format = try #require(FormatRegistry.format(id: fixture.format))
    let whole = DecodedLog(bytes, format)
    #expect(DecodedLog(bytes, format, cuts: Array(1..<bytes.count)) == whole)
    var random = SeededGenerator(seed: UInt64(bytes.count))
    for _ in 0..<40 {
      let cuts = (0..<3).map { _ in Int.random(in: 0...bytes.count, using: &random) }
      #expect(DecodedLog(bytes, format, cuts: cuts) == whole, "cut at \(cuts)")
    }
  }
}
