import CellModel
import Metrics
import Testing

@Suite("Protocol of a Li|Cu cell, from its record")
struct ProtocolTests {
  /// Half-cycles written as `P5 S1 P1 S4.5!`: plated and stripped mAh, `!` for a strip to the cut-off of 1 V, or
  /// `S4@0.2` for one that ended at 0.2 V.
  static func halves(_ script: String) -> [PassedHalfCycle] {
    script.split(separator: " ").map { token in
      let isPlating = token.first == "P"
      let body = token.dropFirst().filter { $0 != "!" }.split(separator: "@").map { Double(String($0)) ?? .nan }
      let end = token.last == "!" ? 1.0 : body.count > 1 ? body[1] : 0.045
      return PassedHalfCycle(
        isPlating: isPlating, charge: body[0], meanVoltage: isPlating ? -0.04 : 0.04,
        endVoltage: isPlating ? -0.04 : end)
    }
  }

  static func reading(_ script: String, cutoff: Double? = nil) -> ProtocolReading {
    var fold = ProtocolFold(cutoff: cutoff)
    for half in halves(script) { fold.observe(half) }
    return fold.reading()
  }

  static let swing = Array(repeating: "S1 P1", count: 10).joined(separator: " ")

  struct Case: Sendable, CustomTestStringConvertible {
    var script: String
    var expected: CyclingProtocol
    var testDescription: String { script }
  }

  static let cases = [
    Case(script: "", expected: .undecided),
    Case(script: "P1", expected: .undecided),
    Case(script: "P1 S0.98!", expected: .undecided),
    Case(script: "P1 S0.98! P1 S0.99!", expected: .conventional),
    Case(script: "P5 S1", expected: .undecided),
    Case(script: "P5 S1 P1", expected: .aurbach),
    Case(script: "P5 \(swing) S4.5!", expected: .aurbach),
    Case(script: "P5 S4.6! P5 S1 P1", expected: .zhang),
    Case(script: "P5 S4.6! P5 S4.8! P5 \(swing) S4.5!", expected: .zhang),
    // A strip that was interrupted is followed by a full plating.
    Case(script: "P1 S0.5 P1 S1.45! P1 S0.98!", expected: .conventional),
    Case(script: "P1 S0.98! P1 S0.3 P1 S1.6! P1 S0.98!", expected: .conventional),
    // The voltage has begun to rise at the end of a strip that delivered all of Q_C.
    Case(script: "P5 S1 P1 S1 P1 S1@0.2 P1 S1@0.2 P1", expected: .aurbach),
    // Stripped before anything was plated.
    Case(script: "S0.2! P1 S0.98! P1 S0.98!", expected: .conventional),
    Case(script: "S0.2! P5 S1 P1 S1", expected: .aurbach),
  ]

  @Test("conventional, Aurbach and Zhang, finished and under way", arguments: cases)
  func kinds(_ example: Case) {
    let reading = Self.reading(example.script)
    #expect(reading.kind.value == example.expected)
    #expect(!reading.kind.reason.isEmpty)
    #expect(reading.kind.provenance == (example.expected == .undecided ? .assumed : .inferred))
  }

  @Test("Q_T, Q_C, n and Q_S are found, and Q_0 is left out")
  func quantities() throws {
    let reading = Self.reading("P5 S4.6! P5 S4.8! P6 \(Self.swing) S5.4!")
    let block = try #require(reading.reservoir)
    #expect(reading.fullCycles == 2 && reading.fullPlated == 10 && abs(reading.fullStripped - 9.4) < 1e-12)
    #expect(block.firstPlating == 6 && block.cycledCharge == 1 && block.shortStrips == 10 && block.lastStrip == 5.4)
    #expect(!block.isEarly)
    #expect(abs((block.efficiency ?? 0) - 15.4 / 16) < 1e-12)
  }

  @Test("a strip that ends before Q_C exhausts the reservoir early")
  func exhausted() throws {
    let reading = Self.reading("P5 S1 P1 S1 P1 S1 P1 S0.4!")
    let block = try #require(reading.reservoir)
    #expect(reading.kind.value == .aurbach)
    #expect(block.isEarly)
    #expect(abs((block.efficiency ?? 0) - 3.4 / 8) < 1e-12)
  }

  @Test("polarisation that reaches for the cut-off does not end a reservoir test", arguments: [0.41, 0.45, 0.6])
  func polarised(end: Double) throws {
    var fold = ProtocolFold()
    for half in Self.halves("P5 S4.6@0.5 P5 S1 P1 S1 P1") { fold.observe(half) }
    let strip = PassedHalfCycle(isPlating: false, charge: 1, meanVoltage: 0.4, endVoltage: end)
    for _ in 0..<3 {
      fold.observe(strip)
      fold.observe(PassedHalfCycle(isPlating: true, charge: 1, meanVoltage: -0.4, endVoltage: -0.4))
    }
    #expect(fold.reading().reservoir?.shortStrips == 5)
    fold.observe(PassedHalfCycle(isPlating: false, charge: 3, meanVoltage: 0.4, endVoltage: max(end, 0.5)))
    #expect(fold.reading().reservoir?.lastStrip == 3)
  }

  @Test("a cut-off that was given decides, one that was not is read from the record")
  func cutoffs() {
    // 0.3 V is a cut-off, unless it was said to be 1 V.
    let script = "P1 S0.98@0.3 P1 S0.98@0.3 P1 S0.98@0.3"
    #expect(Self.reading(script).kind.value == .conventional)
    #expect(Self.reading(script, cutoff: 1).kind.value == .undecided)
    #expect(Self.reading(script, cutoff: 0.3).kind.value == .conventional)
  }

  @Test("the user's word overrides, and bears its mark")
  func given() {
    var fold = ProtocolFold()
    for half in Self.halves("P1 S0.98! P1 S0.98!") { fold.observe(half) }
    let said = fold.reading(method: Marked(.zhang, .given))
    #expect(said.kind == Marked(.zhang, .given))
    #expect(fold.reading(method: Marked(.auto, .given)).kind.value == .conventional)
    #expect(fold.reading(method: Marked(.chiang, .given)).kind.value == .conventional)
  }

  @Test("numbers that are none change nothing")
  func hostile() {
    var fold = ProtocolFold()
    let odd = [Double.nan, -.infinity, .infinity, 0, -1, 1e300]
    for charge in odd {
      for voltage in odd {
        for isPlating in [true, false] {
          fold.observe(PassedHalfCycle(isPlating: isPlating, charge: charge, meanVoltage: voltage, endVoltage: voltage))
          _ = fold.reading()
        }
      }
    }
  }

  @Test("what was decided does not depend on what comes later")
  func causal() {
    let steps = Self.halves("P5 S4.6! P5 \(Self.swing) S4.5! P1 S0.9! P1 S0.9!")
    var fold = ProtocolFold()
    var seen: [CyclingProtocol] = []
    for half in steps {
      fold.observe(half)
      seen.append(fold.reading().kind.value)
    }
    // From the second plating of the reservoir test on it is one, whatever follows.
    #expect(seen[4...].allSatisfy { $0 == .zhang })
    #expect(MemoryLayout<ProtocolFold>.size < 400)
  }
}
