import CyclerFormats
import Fleet
import Tailing

/// The files of one test in order, and how far their reading has come.
struct FileSeries {
  var files: [FileID]
  /// Why each file goes on from the one before, in the same order.
  var links: [StitchPlan.Link]
  /// The file being read.
  var current = 0
  /// The channel; nil before the first file was recognised.
  var position: FleetFold.Position?

  /// The file being read; those before it have been read to their ends.
  var currentFile: FileID? { files.indices.contains(current) ? files[current] : nil }
  var isLast: Bool { current + 1 >= files.count }
}

/// What became of one file.
enum Following {
  /// New: whether it is a part of another file's test is still to be found out.
  case unplanned
  /// Its first bytes are still to be recognised; the channel, if it had one before it was replaced.
  case undecided(FleetFold.Position?)
  case channel(FleetFold.Position, any CyclerFormat)
  /// Its log must be unpacked before it can be recognised.
  case packed
  /// A part of a test whose earlier files are read first.
  case waiting
  /// A copy of another file.
  case leftOut(of: FileID)
  case skipped
}
