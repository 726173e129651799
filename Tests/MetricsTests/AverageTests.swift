import CellModel
import Metrics
import Testing

@Suite("Averages of CE")
struct AverageTests {
  private static func value(_ method: some AverageMethod, _ record: CellRecord) -> Double? {
    method.value(of: record).value
  }

  @Test("eq 2 is the mean after formation, which is told apart")
  func conventional() throws {
    let record = SampleRecords.half("P1 S0.9! P1 S0.98! P1 S0.99! P1 S1!", formation: 1)
    let answer = ConventionalAverage().value(of: record)
    #expect(abs(try #require(answer.value) - 0.99) < 1e-12)
    #expect(answer.remarks.contains { $0.contains("90.00 %") })
    // 100 ppm of gain stay, however many cycles; s/√n = 0.01/√3.
    #expect(abs(try #require(answer.systematic) - 0.99 * 1e-4) < 1e-9)
    #expect(abs(try #require(answer.statistical) - 0.01 / 3.0.squareRoot()) < 1e-9)
    #expect(ConventionalAverage().isPrimary(for: record))
  }

  @Test("the cycles before the turn are told apart from an average that reaches beyond it")
  func untilTurn() {
    var record = SampleRecords.half("P1 S0.9! P1 S0.98! P1 S0.99! P1 S0.985! P1 S0.6!", formation: 1)
    record.stage = StageReading(state: .stage2, turningCycle: 5)
    var before = RunningMean()
    for efficiency in [0.98, 0.99, 0.985] { before.add(efficiency) }
    record.untilTurn = before
    let remarks = ConventionalAverage().value(of: record).remarks
    #expect(
      remarks.contains("The cycles reach beyond the turn at cycle 5; the 3 before it: 98.5 ± 0.3 %."), "\(remarks)")
  }

  @Test("eq 3: Q_T 5, Q_C 1, n 10, Q_S 4.5 → 0.966667")
  func aurbach() throws {
    let record = SampleRecords.half("P5 \(ProtocolTests.swing) S4.5!")
    let answer = AurbachAverage().value(of: record)
    #expect(abs(try #require(answer.value) - 0.966_667) < 5e-7)
    #expect(Self.value(ZhangAverage(), record) == nil)
    #expect(Self.value(ConventionalAverage(), record) == nil)
  }

  @Test("the instrument's error of eq 3 at 99 %: 33 ppm where strips read 100 ppm more than platings")
  func aurbachError() {
    let error = InstrumentUncertainty.reservoir(0.99, first: 5, cycled: 1, strips: 10, accuracy: 1e-4)
    #expect(abs(error - 33e-6) < 1e-6)
    let swing = Array(repeating: "S1.0001 P1.0001", count: 10).joined(separator: " ")
    let exact = AurbachAverage().value(of: SampleRecords.half("P5 \(ProtocolTests.swing) S4.85!")).value ?? 0
    let misread = AurbachAverage().value(of: SampleRecords.half("P5 \(swing) S4.850485!")).value ?? 0
    #expect(abs(misread - exact - error) < 1e-6)
  }

  @Test("eqs 3 and 4: what came before the reservoir is left out")
  func zhang() throws {
    let record = SampleRecords.half("P5 S4! P5 S4.2! P5 \(ProtocolTests.swing) S4.5!")
    let answer = ZhangAverage().value(of: record)
    #expect(abs(try #require(answer.value) - 0.966_667) < 5e-7)
    #expect(answer.terms.contains { $0.symbol == "Q_0" && $0.value == 10 })
    #expect(Self.value(AurbachAverage(), record) == nil)
  }

  @Test("a running reservoir test has no answer but a bound, k Q_C ÷ (k Q_C + Q_T)")
  func running() {
    let answer = AurbachAverage().value(of: SampleRecords.half("P5 S1 P1 S1 P1 S1 P1"))
    guard case .pending(let bound?, let reason) = answer.outcome else {
      Issue.record("\(answer.outcome)")
      return
    }
    #expect(abs(bound - 3.0 / 8) < 1e-12)
    #expect(reason.contains("strip 3"))
    #expect(answer.value == nil && answer.result.hasPrefix("not yet, but ≥ 37.5"))
  }

  @Test("a reservoir that was exhausted early: total stripped ÷ total plated, with a warning")
  func exhausted() throws {
    let answer = AurbachAverage().value(of: SampleRecords.half("P5 S1 P1 S1 P1 S1 P1 S0.4!"))
    #expect(abs(try #require(answer.value) - 3.4 / 8) < 1e-12)
    #expect(answer.remarks.contains { $0.hasPrefix("Warning") })
  }

  @Test("eq 5: Q_Li 10, Q_cathode 5, n 200, R 0.8 → 0.989000")
  func chiang() throws {
    #expect(abs(try #require(Self.value(ChiangAverage(), SampleRecords.oracle())) - 0.989) < 1e-9)
  }

  @Test("eq 6: Q_Li 10, Q_ch,1 5.5, Q_dis,1 5, R 0.8, ΣQ_ch 900 → 0.987222")
  func charged() throws {
    let answer = ChargedAverage().value(of: SampleRecords.oracle())
    #expect(abs(try #require(answer.value) - 0.987_222) < 5e-7)
    // 5 % of 10 mAh of foil in 11.5 mAh of loss.
    #expect(abs(try #require(answer.systematic) - (1 - 0.987_222) * 0.5 / 11.5) < 2e-6)
  }

  @Test("the instrument's gain between plating and stripping stays out of eq 3, and stands in its uncertainty")
  func gain() throws {
    // Strips read 1000 ppm too much.
    let swing = Array(repeating: "S1.001 P1", count: 100).joined(separator: " ")
    let answer = AurbachAverage().value(of: SampleRecords.half("P5 \(swing) S4.0040!"))
    // (100.1 + 4.004) ÷ (100.1 + 5), where the sums of the record say 104.104 ÷ 105.
    #expect(abs(try #require(answer.value) - 0.990_523) < 1e-6)
    #expect(abs(try #require(answer.systematic) - 1e-3 * 100.1 / 105.1) < 2e-5)
  }

  @Test("the balance: what was discharged less the lithium, ÷ what was charged")
  func balance() throws {
    let record = SampleRecords.full([(2, 1.9), (1.9, 1.8), (1.8, 1.7)], lithium: 0.3, state: .stage2)
    #expect(abs(try #require(Self.value(BalanceAverage(), record)) - 5.1 / 5.7) < 1e-12)
    #expect(Self.value(BalanceAverage(), SampleRecords.full([(2, 1.9)], lithium: 0.3)) == nil)
  }

  @Test("full cells: at least this in stage I, about this in stage II", arguments: [StageState.stage1, .stage2])
  func relation(state: StageState) {
    for method in [ChiangAverage(), ChargedAverage()] as [any AverageMethod] {
      guard case .value(_, let relation) = method.value(of: SampleRecords.oracle(state: state)).outcome else {
        Issue.record("no value")
        return
      }
      #expect(relation == (state == .stage2 ? .about : .atLeast))
    }
  }

  @Test("what is missing is named, and nothing is guessed")
  func missing() {
    let noLithium = SampleRecords.full([(2, 1.9), (1.9, 1.8)], lithium: nil)
    #expect(ChargedAverage().value(of: noLithium).result.contains("li_mAh"))
    #expect(ChargedAverage().value(of: noLithium).result.contains("anode-free"))
    let noCathode = SampleRecords.full([(2, 1.9), (1.9, 1.8)])
    #expect(ChiangAverage().value(of: noCathode).result.contains("cathode_mAh"))
    var noArea = noCathode
    noArea.facts.lithium = Marked(.thickness(50), .given)
    #expect(ChargedAverage().value(of: noArea).result.contains("area_cm2"))
    let anodeFree = SampleRecords.full([(2, 1.9), (1.9, 1.8)], lithium: nil, configuration: .anodeFree)
    #expect(ChargedAverage().value(of: anodeFree).value != nil)
  }

  @Test("a retention compares cycles at one current")
  func rates() throws {
    var tally = CycleTally()
    for number in 1...40 {
      var cycle = SampleRecords.cycle(number, .charge, in: 2, out: number % 10 == 0 || number == 1 ? 2.2 : 2)
      cycle.dischargeCurrent = number % 10 == 0 || number == 1 ? 0.3 : 1
      if number == 39 { cycle.discharge = 1.8 }
      tally.observe(cycle, efficiency: 0.99, isFormation: false)
    }
    let rate = try #require(tally.mainRate)
    #expect(rate.current == 1 && rate.firstCycle == 2 && rate.lastCycle == 39)
    #expect(abs(rate.retention - 0.9) < 1e-12)
  }

  @Test("exactly one average answers for a Li|Cu cell whose protocol is known, or for a cell with a cathode")
  func primary() {
    let records = [
      SampleRecords.half("P1 S0.9! P1 S0.98! P1 S0.99!"), SampleRecords.half("P5 S1 P1 S1 P1"),
      SampleRecords.half("P5 S4! P5 S1 P1 S1 P1"), SampleRecords.oracle(),
      SampleRecords.half("P1 S0.9! P1 S0.98!", method: .aurbach),
    ]
    for record in records { #expect(AverageRegistry.all.count { $0.isPrimary(for: record) } == 1) }
    let symmetric = CellRecord(configuration: Marked(.symmetric, .given))
    #expect(AverageRegistry.primary(of: symmetric) == nil)
  }
}
