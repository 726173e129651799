import CellModel
import TestSupport

@testable import CyclerFormats

/// What a decoder made of a whole log.
struct DecodedLog: Equatable {
  var samples: [SampleBits]
  var report: String
  /// For looking at single values.
  var rows: [Sample]
  var plainReport: DecodingReport

  /// Decodes a log whose bytes come in pieces that end at `cuts`.
  init(_ bytes: [UInt8], _ format: any CyclerFormat, cuts: [Int] = [], finish: Bool = true) {
    self.init(bytes, decoder: format.makeDecoder(), cuts: cuts, finish: finish)
  }

  init(_ text: String, _ format: any CyclerFormat) { self.init(Array(text.utf8), format) }

  private init(_ bytes: [UInt8], decoder start: any SampleDecoder, cuts: [Int], finish: Bool) {
    var decoder = start
    var batch = SampleBatch()
    var from = 0
    for cut in cuts.sorted() + [bytes.count] {
      decoder.decode(bytes.span.extracting(from..<cut), into: &batch)
      from = cut
    }
    if finish { decoder.finish(into: &batch) }
    rows = batch.samples
    samples = rows.map { SampleBits($0) }
    plainReport = decoder.report
    report = String(describing: decoder.report)
  }

  static func == (left: DecodedLog, right: DecodedLog) -> Bool {
    left.samples == right.samples && left.report == right.report
  }
}

/// The dialect of every format that is read as delimited text, by the format's id.
let dialects: [String: TextDialect] = [
  "biologic-mpt": BiologicMPT.dialect, "novonix-csv": NovonixCSV.dialect, "maccor-txt": MaccorText.dialect,
  "neware-csv": NewareCSV.dialect, "arbin-csv": ArbinCSV.dialect, "bdf-csv": BDFCSV.dialect,
  "landt-csv": LandtCSV.dialect, "landt-txt": LandtText.dialect, "pec-csv": PECCSV.dialect,
  "basytec-txt": BasytecText.dialect, "digatron-csv": DigatronCSV.dialect, "gamry-dta": GamryDTA.dialect,
  "arbin-res": ArbinCSV.dialect, "batteryarchive-csv": BatteryArchiveCSV.dialect, "batdata-csv": BatdataCSV.dialect,
]

/// The positions of the registry's formats, as arguments of tests that hold for every format.
let formatIndices = Array(FormatRegistry.all.indices)

/// Those that are lines of text, for tests that take a log apart by its lines.
let textFormatIndices = formatIndices.filter { !FormatRegistry.all[$0].sample.isEmpty }

/// Those that are records of bytes.
let binaryFormatIndices = formatIndices.filter { FormatRegistry.all[$0].sample.isEmpty }

/// Those whose rows are instants, for tests that compare rows with samples.
let instantFormatIndices = formatIndices.filter { FormatRegistry.all[$0].samplesARow == 1 }
