import CellModel
import Testing

@testable import Fleet

@Suite("Hard short, told within samples")
struct HardShortRuleTests {
  private static func flags(_ script: String, _ configuration: CellConfiguration) -> [Flag] {
    SyntheticLog.channel(SyntheticLog.bytes(script), SyntheticLog.facts(configuration)).recordFlags()
      .filter { $0.code == .hardShort }
  }

  private static let full = "R1 " + String(repeating: "C1@4 D0.99@3.0 / ", count: 4)
  private static let copper = "R1 " + String(repeating: "D1@-0.05 C0.98@0.05 / ", count: 4)

  @Test("a charge that collapses is told while it goes on, in its cycle")
  func liveCharge() {
    #expect(Self.flags(Self.full + "C0.5@4", .full) == [])
    #expect(
      Self.flags(Self.full + "C0.5@4 C0.1@0.12", .full) == [
        Flag(
          .hardShort, sinceCycle: 5,
          evidence: "0.1200 V while charging is below half of the 3.0000 V at which the cell's discharges used to end")
      ])
  }

  @Test("it stays while the discharges of a shorted cell end at once")
  func stays() {
    let shorted = "C1.3@0.12 D0.1@-0.1 / C1.3@0.12 D0.1@-0.1 / "
    #expect(Self.flags(Self.full + shorted, .full).map(\.sinceCycle) == [5])
    #expect(Self.flags(Self.full + shorted + "C0.01@0.12", .full).map(\.sinceCycle) == [5])
  }

  @Test("a discharge below every limit is over-discharge, not a short")
  func overDischarge() {
    #expect(Self.flags(Self.full + "C1@4 D0.99@3.0 D0.1@0.2", .full) == [])
  }

  @Test("lithium that strips without any polarisation is a plain resistance")
  func copperShort() {
    #expect(Self.flags(Self.copper + "D1@-0.05 C0.5@0.05", .half) == [])
    #expect(
      Self.flags(Self.copper + "D1@-0.05 C0.5@0.0015", .half) == [
        Flag(
          .hardShort, sinceCycle: 5,
          evidence: "1.5 mV under current is below 15 % of the cell's own polarisation of 50.0 mV")
      ])
    let symmetric = "R1 " + String(repeating: "C1@0.03 D1@-0.03 / ", count: 4)
    #expect(Self.flags(symmetric + "C0.5@0.0008", .symmetric).map(\.sinceCycle) == [5])
    #expect(Self.flags(symmetric + "C0.5@0.012", .symmetric) == [], "a soft short keeps part of the polarisation")
  }

  @Test("one row without a voltage is no short")
  func oneRow() {
    var lines = SyntheticLog.rows(Self.full + "C0.5@4")
    let last = lines.removeLast().split(separator: ",", omittingEmptySubsequences: false)
    lines.append(([String(last[0]), "0.01"] + last.dropFirst(2).map(String.init)).joined(separator: ","))
    let header = SyntheticLog.bytes("").split(separator: 0x0A).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let text = ([header] + lines).joined(separator: "\n") + "\n"
    let fold = SyntheticLog.channel(Array(text.utf8), SyntheticLog.facts(.full))
    #expect(!fold.recordFlags().contains { $0.code == .hardShort })
  }

  @Test("rows near zero of a noisy leak are a soft short's")
  func noisyLeak() {
    var lines = SyntheticLog.rows(Self.copper + "D1@-0.05 C0.5@0.03")
    // Every row of the last strip swings about 20 mV, and the newest two lie near zero.
    for index in lines.indices.suffix(10) {
      var fields = lines[index].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      fields[1] = index >= lines.count - 2 ? "0.001" : index.isMultiple(of: 2) ? "0.04" : "0.01"
      lines[index] = fields.joined(separator: ",")
    }
    let header = SyntheticLog.bytes("").split(separator: 0x0A).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let fold = SyntheticLog.channel(
      Array((([header] + lines).joined(separator: "\n") + "\n").utf8), SyntheticLog.facts(.half))
    #expect(!fold.recordFlags().contains { $0.code == .hardShort })
  }
}
