import ArgumentParser
import CellModel
import CyclerFormats
import Cycling
import Fleet
import Metrics

/// `celltop cycles`: the per-cycle table of each cell.
struct CyclesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycles", abstract: "Print the per-cycle table of each cell.")

  enum Grouping: String, ExpressibleByArgument, CaseIterable { case own, vendor }

  @Argument(help: "Log files, directories, quoted globs, or - for standard input.") var paths: [String]
  @Option(help: "table, csv, json or ndjson.") var format = CycleTable.Format.table
  @Option(help: "own: by the current's sign; vendor: by the cycle number stored in the file.") var by = Grouping.own

  func run() throws {
    var table = CycleTable(format, by: by)
    var failed = false
    for path in paths {
      do {
        switch by {
        case .own: try table.add(own(path))
        case .vendor: try addVendor(path, to: &table)
        }
      } catch let failure {
        failed = true
        complain("celltop: \(SafeText.clean(failure.description))")
      }
    }
    table.end()
    if failed { throw ExitCode(3) }
  }

  private func own(_ path: String) throws(LogFile.Failure) -> ChannelFold {
    let log = try LogFile(path)
    let head = try LogFile.head(of: path)
    guard case .known(let format, _) = FormatRegistry.identify(head) else {
      throw LogFile.Failure(path: path, reason: "no format that celltop reads")
    }
    var channel = ChannelFold(id: CellID(path), path: path, format: format)
    while case let chunk = try log.next(), !chunk.isEmpty { channel.decode(chunk.span) }
    channel.finish()
    return channel
  }

  private func addVendor(_ path: String, to table: inout CycleTable) throws(LogFile.Failure) {
    var log = try OneLog(path)
    var fold: VendorCycleFold?
    while let samples = try log.next() {
      guard !samples.isEmpty else { continue }
      let traits = log.traits
      var vendor =
        fold
        ?? VendorCycleFold(
          traits.counterKind, currentKind: traits.currentKind, countersResetEachStep: traits.countersResetEachStep)
      fold = nil
      vendor.fold(samples)
      fold = vendor
    }
    table.add(fold?.cycles ?? [], path: path, format: log.format.id)
  }
}
