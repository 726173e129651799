import CellModel
import Metrics
import Testing

@Suite("Every number explains itself")
struct ExplanationTests {
  private static let context = MetricContext(configuration: .full, referenceCapacity: 2)

  /// Records of every configuration and state, with and without what the numbers need.
  private static func records() -> [CellRecord] {
    var records = [
      SampleRecords.half("P1 S0.9! P1 S0.98! P1 S0.99! P1 S0.98!"), SampleRecords.half("P5 S1 P1 S1 P1"),
      SampleRecords.half("P5 S4! P5 \(ProtocolTests.swing) S4.5!"), SampleRecords.half("P5 S1 P1 S0.4!"),
      SampleRecords.half("P5 \(ProtocolTests.swing) S4.5!", method: .conventional), SampleRecords.oracle(),
      SampleRecords.oracle(state: .stage1), SampleRecords.full([(2, 1.9)]), SampleRecords.full([]),
      SampleRecords.full([(2, 1.9), (1.9, 1.88)], lithium: nil, configuration: .anodeFree),
    ]
    var stepping = SampleRecords.oracle(state: .stage1)
    stepping.facts.area = Marked(1.5, .given)
    stepping.facts.anodeEfficiency = Marked(.given(0.985), .given)
    stepping.facts.electrolyteAmount = Marked(.mass(0.05), .given)
    stepping.step = StepOutlook(elapsed: 1800, earlier: [3500, 3600, 3700])
    records.append(stepping)
    stepping.facts.anodeEfficiency = Marked(.group("twins"), .given)
    stepping.twins = TwinEvidence(group: "twins", turned: [0.028, 0.030], halves: [0.02])
    records.append(stepping)
    stepping.stage.state = .stage2
    records.append(stepping)
    let fading = (0..<30).map { index in (4 - 0.02 * Double(index), 3.98 - 0.02 * Double(index)) }
    records.append(SampleRecords.full(fading, state: .stage2))
    for configuration in CellConfiguration.allCases {
      records.append(CellRecord(configuration: Marked(configuration, .inferred, reason: "test")))
    }
    return records
  }

  private static func answers(of record: CellRecord) -> [Explanation] {
    AverageRegistry.explanations(of: record) + QuantityRegistry.explanations(of: record)
      + YardstickRegistry.explanations(of: record)
  }

  @Test("a formula with the cell's values in it gives the value that is shown")
  func substitution() throws {
    var values = 0
    var answers = Self.records().flatMap(Self.answers)
    let cycle = SampleRecords.cycle(7, .charge, in: 2, out: 1.98)
    answers += MetricRegistry.all.map { $0.explanation(of: cycle, in: Self.context, accuracy: 1e-4) }
    for answer in answers {
      guard case .value(let value, let relation) = answer.outcome else { continue }
      values += 1
      // An end of an interval stands for a value that has none.
      if relation == .atLeast, answer.unit == "cycles" { continue }
      let computed = try #require(FormulaValue.of(answer.substituted), "\(answer.id): \(answer.substituted)")
      #expect(
        abs(computed - value) <= (answer.unit == "fraction" ? 1e-5 : 3e-3 * max(abs(value), 1e-3)),
        "\(answer.id): \(answer.substituted) is not \(value)")
    }
    #expect(values > 40)
  }

  @Test("every answer has a number or a reason, a source, and marks")
  func complete() {
    for record in Self.records() {
      for answer in Self.answers(of: record) {
        #expect(!answer.title.isEmpty && !answer.source.isEmpty && !answer.formula.isEmpty, "\(answer.id)")
        #expect(!answer.result.isEmpty && !answer.brief.isEmpty)
        if let value = answer.value {
          #expect(value.isFinite, "\(answer.id)")
          #expect(!answer.terms.isEmpty && answer.terms.allSatisfy { !$0.meaning.isEmpty }, "\(answer.id)")
          #expect(!answer.result.contains("-%") && !answer.result.hasPrefix("-,"), "\(answer.id): \(answer.result)")
        } else if case .verdict(let words) = answer.outcome {
          #expect(words.count > 2 && !(answer.terms.isEmpty && answer.remarks.isEmpty), "\(answer.id)")
        } else {
          #expect((answer.reason ?? "").count > 5, "\(answer.id)")
        }
      }
    }
  }

  @Test("names are unique, and every number of the lists is explained for some cell")
  func registries() {
    let ofCells = AverageRegistry.all.map(\.id) + QuantityRegistry.all.map(\.id) + YardstickRegistry.all.map(\.id)
    let names = MetricRegistry.all.map(\.id) + ofCells
    #expect(Set(names).count == names.count)
    let answered = Self.records().flatMap(Self.answers).filter { $0.reason == nil }.map(\.id)
    #expect(Set(answered) == Set(ofCells))
  }

  @Test("a metric's terms are empty exactly where it has no value")
  func metricTerms() {
    let cycle = SampleRecords.cycle(7, .charge, in: 2, out: 1.98)
    for metric in MetricRegistry.all {
      #expect(!metric.terms(of: cycle, in: Self.context).isEmpty, "\(metric.id)")
      #expect(metric.explanation(of: cycle, in: Self.context, accuracy: 1e-4).value != nil, "\(metric.id)")
    }
  }

  @Test("no more digits than the uncertainty supports")
  func digits() {
    #expect(Digits.honest(99.1234, 0.0141) == ("99.123", "0.014"))
    #expect(Digits.honest(99.1234, 0.04) == ("99.12", "0.04"))
    #expect(Digits.honest(231.4, 31) == ("231", "31"))
    #expect(Digits.honest(1, 0) == ("1.00000", "-"))
    #expect(Digits.significant(1234.5, 3) == "1235" && Digits.significant(0.001234, 2) == "0.0012")
    #expect(Digits.fixed(.nan, 2) == "-" && Digits.fixed(1e300, 2) == "-" && Digits.fixed(-0.001, 2) == "0.00")
  }
}
