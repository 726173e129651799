import CellModel
import Cycling

/// What is told of a test that is written in several files.
extension ChannelFold {
  /// One line a reason for joining files, for the list of what is known of the cell.
  var seriesFacts: [Fact] {
    guard let newest = segments.last, segments.count > 1 else { return [] }
    let exact = segments.count { $0.continuity == .exact }
    let cuts = segments.count { $0.continuity == .gap }
    var notes = [newest.reason]
    if exact > 0 { notes.append("\(exact) \(exact == 1 ? "goes" : "go") on exactly by the counters") }
    if cuts > 0 { notes.append("what passed between \(cuts + 1) of them is not known") }
    return [Fact("files", "\(segments.count) as one test", newest.provenance, note: notes.joined(separator: "; "))]
  }

  /// The same as sentences, for the list of sources.
  var seriesSentences: [String] {
    var sentences: [String] = []
    if let newest = segments.last, let first = segments.first, segments.count > 1 {
      sentences.append(
        "\(segments.count) files read as one test, from \(name(of: first)) to \(name(of: newest)): \(newest.reason)")
    }
    if let fold, fold.unseenBlocks > 0 {
      let place = fold.unseenBlocks == 1 ? "in line" : "\(fold.unseenBlocks) times, first in line"
      sentences.append(
        "the test begins anew inside the file, \(place) \(fold.firstUnseenRow): what passed before is not known")
    }
    return sentences
  }

  private func name(of segment: Segment) -> String {
    SafeText.clean(segment.path.split(separator: "/").last.map(String.init) ?? segment.path)
  }
}
