/// How much a flag matters; greater is worse.
package enum Severity: Int, Codable, Sendable, Comparable, CaseIterable {
  case notice, warning, critical

  package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

  package var word: String {
    switch self {
    case .notice: "notice"
    case .warning: "warning"
    case .critical: "critical"
    }
  }
}

/// What can be wrong with, or worth knowing of, a cell; worst first.
package enum FlagCode: String, Codable, Sendable, CaseIterable {
  case hardShort = "hard-short"
  case softShort = "soft-short"
  case overLimit = "over-limit"
  case stageTwo = "stage-two"
  case endOfLife = "end-of-life"
  case turnSuspected = "turn-suspected"
  case lowCE = "low-ce"
  case ceAboveOne = "ce-above-one"
  case replicateOutlier = "replicate-outlier"
  case polarisation
  case stalled
  case gone
  case temperatureDrift = "temperature-drift"
  case coarseResolution = "coarse-resolution"
  case badRows = "bad-rows"
  case finished

  /// The severity a flag has unless a rule says otherwise.
  package var severity: Severity {
    switch self {
    case .hardShort, .softShort, .overLimit, .endOfLife: .critical
    case .stageTwo, .turnSuspected, .lowCE, .ceAboveOne, .replicateOutlier, .polarisation, .stalled, .gone: .warning
    case .temperatureDrift, .coarseResolution, .badRows, .finished: .notice
    }
  }

  /// Position in the worst-first order, 0 is worst.
  package var rank: Int { FlagCode.allCases.firstIndex(of: self) ?? FlagCode.allCases.count }
}

/// A raised flag with its evidence.
package struct Flag: Equatable, Codable, Sendable {
  package var code: FlagCode
  package var severity: Severity
  /// Own cycle count at onset; nil where the flag has no cycle.
  package var sinceCycle: Int?
  /// Wall-clock second at onset; nil where unknown.
  package var sinceTime: Double?
  /// One sentence with the rule's numbers.
  package var evidence: String

  package init(_ code: FlagCode, sinceCycle: Int? = nil, sinceTime: Double? = nil, evidence: String) {
    self.code = code
    self.severity = code.severity
    self.sinceCycle = sinceCycle
    self.sinceTime = sinceTime
    self.evidence = evidence
  }
}
