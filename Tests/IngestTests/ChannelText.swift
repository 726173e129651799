import Cycling
import Fleet
import Settings
import Testing

@testable import celltop

extension CellSettings {
  /// Settings written as `cells.toml` text, in which nothing is wrong.
  static func sound(_ text: String) -> CellSettings {
    let read = CellSettings.read(text, file: "cells.toml")
    #expect(read.problems.isEmpty, "\(read.problems)")
    return read.settings
  }
}

/// Everything that the channels of an ingest know, as text; NaN is equal to itself there.
func text(of channels: [ChannelFold]) -> String {
  channels.sorted { $0.id < $1.id }.map { fold in
    """
    \(fold.id) \(fold.segments.map { "\($0.path) \(String(describing: $0.continuity)) \($0.startTime)" })
    \(fold.allCycles) \(fold.configuration) \(fold.stages) \(fold.reading) \(fold.report)
    \(String(describing: fold.lastSample)) \(fold.trace.firstTime) \(fold.trace.lastTime) \(fold.trace.pyramid.columns(from: 0, to: 1e7, count: 50))
    """
  }.joined(separator: "\n")
}
