import CellModel
import Metrics
import Testing

@Suite("Reservoir and forecast")
struct ReservoirTests {
  @Test("n = ln R ÷ ln CE: 22 cycles at 99 %, 2231 at 99.99 %, as the review prints")
  func cycleLife() throws {
    let expected: [(Double, Double)] = [(0.99, 22), (0.995, 44.5), (0.998, 111), (0.999, 223), (0.9999, 2231)]
    for (efficiency, cycles) in expected {
      let life = try #require(CycleLife.cycles(efficiency: efficiency, retention: 0.8))
      #expect(abs(life - cycles) < 0.8, "\(efficiency)")
    }
    for odd in [0, 1, 1.2, -1, Double.nan, .infinity] {
      #expect(CycleLife.cycles(efficiency: odd, retention: 0.8) == nil)
      #expect(CycleLife.cycles(efficiency: 0.99, retention: odd) == nil)
    }
  }

  @Test("within its uncertainty a CE of 99.99 % may be one: only a lower end is told, 1115 cycles")
  func openEnd() throws {
    let ce = Array(repeating: "P1 S0.9999!", count: 40).joined(separator: " ")
    let answer = CycleLife().value(of: SampleRecords.half(ce))
    guard case .value(let low, .atLeast) = answer.outcome else {
      Issue.record("\(answer.outcome)")
      return
    }
    #expect(abs(low - 1115) < 1)
    #expect(answer.result.hasPrefix("≥ 111"))
    let lower = Array(repeating: "P1 S0.999!", count: 40).joined(separator: " ")
    let interval = try #require(CycleLife().value(of: SampleRecords.half(lower)).interval)
    #expect(abs(interval.low - 202) < 1 && abs(interval.high - 248) < 1)
  }

  /// A cell that loses `loss` of what is plated a cycle, in stage I: the cathode gives and takes 4 mAh.
  private static func stageOne(cycles: Int, lithium: Double = 10, loss: AnodeEfficiency?) -> CellRecord {
    var record = SampleRecords.full([(4.4, 4.0)] + Array(repeating: (4.0, 4.0), count: cycles - 1), lithium: lithium)
    record.facts.anodeEfficiency = loss.map { Marked($0, .given) }
    return record
  }

  @Test("with a CE given, the turn comes where the loss has used the reservoir")
  func forecast() throws {
    // 10.4 mAh at 4 mAh × 1 % a cycle: 260 cycles.
    let record = Self.stageOne(cycles: 50, loss: .given(0.99))
    let answer = TurnForecast().value(of: record)
    let value = try #require(answer.value)
    let interval = try #require(answer.interval)
    #expect(abs(value - 260) < 8)
    #expect(interval.percent == 80 && interval.low < 230 && interval.high > 290)
    let left = try #require(RemainingReservoir().value(of: record).value)
    #expect(abs(left - (10.4 - 0.01 * (4.4 + 49 * 4))) < 1e-9)
    #expect(try #require(LithiumInventory().value(of: record).value) - 10.4 < 1e-12)
  }

  @Test("a cell that has not turned where it was expected to is expected later")
  func survivors() throws {
    let young = try #require(TurnForecast().value(of: Self.stageOne(cycles: 50, loss: .given(0.99))).value)
    let old = try #require(TurnForecast().value(of: Self.stageOne(cycles: 270, loss: .given(0.99))).value)
    #expect(old > 270 && old > young)
    // Far beyond, the CE that was given is contradicted.
    let contradicted = TurnForecast().value(of: Self.stageOne(cycles: 600, loss: .given(0.99)))
    #expect(contradicted.value == nil && contradicted.result.contains("outlived"))
  }

  @Test("twins that have turned narrow the interval, and Li|Cu twins count where none has")
  func twins() throws {
    var record = Self.stageOne(cycles: 50, loss: .group("lhce"))
    #expect(TurnForecast().value(of: record).result.contains("no cell of group lhce"))
    record.twins = TwinEvidence(group: "lhce", halves: [0.01])
    let wide = try #require(TurnForecast().value(of: record).interval)
    record.twins = TwinEvidence(group: "lhce", turned: [0.0098, 0.01, 0.0102], halves: [0.03])
    let narrow = try #require(TurnForecast().value(of: record).interval)
    #expect(narrow.high - narrow.low < wide.high - wide.low)
    #expect(narrow.low < 260 && narrow.high > 250)
  }

  @Test("a date where the log is alive, and none where it stands still")
  func dates() {
    var record = Self.stageOne(cycles: 50, loss: .given(0.99))
    record.newestRowAt = 1_795_000_000
    record.now = 1_795_000_060
    let remark = TurnForecast().value(of: record).remarks.joined()
    #expect(remark.contains("2026-12-") && remark.contains("2.0 h a cycle"))
    record.now = 1_795_900_000
    #expect(TurnForecast().value(of: record).remarks.joined().contains("stands still"))
  }

  @Test(
    "days of the calendar",
    arguments: [
      (0.0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_795_444_327, "2026-11-23"), (-1, "1969-12-31"),
      (4_107_542_400, "2100-03-01"),
    ])
  func days(_ time: Double, _ text: String) {
    #expect(CalendarDay(unixTime: time)?.text == text)
    #expect(CalendarDay(unixTime: .nan) == nil && CalendarDay(unixTime: 1e18) == nil)
  }

  @Test("after the turn there is nothing left to forecast but the end of life")
  func afterTurn() throws {
    let fading: [(Double, Double)] = (0..<30).map { index in
      let charged = 4 - 0.02 * Double(index)
      return (charged, charged - 0.02)
    }
    let record = SampleRecords.full(fading, state: .stage2)
    #expect(TurnForecast().value(of: record).result.contains("turned at cycle 40"))
    #expect(RemainingReservoir().value(of: record).value == nil)
    // From 3.98 mAh down by 0.02 a cycle to 80 %.
    let end = try #require(EndOfLife().value(of: record).value)
    #expect(abs(end - (1 + 0.2 * 3.98 / 0.02)) < 0.5)
  }

  @Test("the present step ends when earlier ones did")
  func step() throws {
    var record = SampleRecords.half("P1 S0.98! P1 S0.98!")
    record.step = StepOutlook(elapsed: 1800, earlier: [3500, 3600, 3700])
    #expect(abs(try #require(StepEnd().value(of: record).value) - 0.5) < 1e-12)
    record.step = StepOutlook(elapsed: 5400, earlier: [3600])
    #expect(StepEnd().value(of: record).result.contains("0.50 h longer"))
    record.step = nil
    #expect(StepEnd().value(of: record).value == nil)
  }

  @Test("inactive lithium: what was plated and not stripped, per area where the area is given")
  func inactive() throws {
    var record = SampleRecords.half("P1 S0.9! P1 S0.95! P1 S0.95!")
    #expect(abs(try #require(InactiveLithium().value(of: record).value) - 0.2) < 1e-12)
    #expect(ArealInactiveLithium().value(of: record).result.contains("area_cm2"))
    record.facts.area = Marked(2, .given)
    #expect(abs(try #require(ArealInactiveLithium().value(of: record).value) - 0.1) < 1e-12)
  }
}
