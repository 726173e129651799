import DetectorScoring
import Glibc

/// `celltop-bench`: measures each part of the pipeline on logs that the simulated lab writes into memory.
///
///     celltop-bench [NAME…] [--json] [--rounds N] [--mb N]
///     celltop-bench --turning [--cells N] [--seed N]
///     celltop-bench --score TRUTH.json VERDICTS.ndjson
///     celltop-bench --callgrind FORMAT MB
@main
enum CelltopBench {
  static func main() {
    var effort = Effort()
    var names: [String] = []
    var asJSON = false
    var isTurning = false
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--json": asJSON = true
      case "--rounds": effort.rounds = max(1, arguments.popFirst().flatMap { Int($0) } ?? effort.rounds)
      case "--mb": effort.megabytes = max(1, arguments.popFirst().flatMap { Int($0) } ?? effort.megabytes)
      case "--cells": effort.cells = max(1, arguments.popFirst().flatMap { Int($0) } ?? effort.cells)
      case "--seed": effort.seed = arguments.popFirst().flatMap { UInt64($0) } ?? effort.seed
      case "--turning": isTurning = true
      case "--score":
        guard let truth = arguments.popFirst(), let verdicts = arguments.popFirst() else {
          refuse("--score wants a truth file and the verdicts of celltop stages --causal --format ndjson")
        }
        do {
          TurningReport.print(try TruthFile.scores(truth: truth, verdicts: verdicts))
        } catch {
          refuse("\(error)")
        }
        return
      case "--callgrind":
        let format = arguments.popFirst() ?? ""
        let megabytes = arguments.popFirst().flatMap { Int($0) } ?? 1
        guard InstructionCount.run(format: format, megabytes: megabytes) else { refuse("no format “\(format)”") }
        return
      case _ where Benchmarks.all.contains { $0.name == argument }: names.append(argument)
      default: refuse("no benchmark “\(argument)”")
      }
    }
    if isTurning {
      TurningReport.print(ScoredLab.scores(cells: effort.cells, seed: effort.seed))
      return
    }
    var table = ResultTable(asJSON: asJSON)
    for benchmark in Benchmarks.all where names.isEmpty || names.contains(benchmark.name) {
      benchmark.run(effort) { table.add($0, of: benchmark.name) }
    }
  }

  private static func refuse(_ reason: String) -> Never {
    let known = Benchmarks.all.map { "  \($0.name)  \($0.summary)" }.joined(separator: "\n")
    print("celltop-bench: \(reason); the benchmarks are\n\(known)")
    exit(2)
  }
}

/// How long to measure.
struct Effort {
  /// Times that each figure is taken; the best and the median are told.
  var rounds = 5
  /// Size of each log made in memory, MB.
  var megabytes = 32
  /// Cells at each noise in the scores of the turning point, and the seed of their lab.
  var cells = 96
  var seed: UInt64 = 1
}

/// One thing to measure.
struct Benchmark: Sendable {
  let name: String
  let summary: String
  let run: @Sendable (Effort, (Figure) -> Void) -> Void
}

/// Every benchmark: the one list.
enum Benchmarks {
  /// Memory comes first: what others free would hide what it takes.
  static let all: [Benchmark] = [
    Benchmark(name: "memory", summary: "resident bytes a channel, for a short and a ten times longer log") {
      MemoryBenchmark.run($0, $1)
    },
    Benchmark(name: "decode", summary: "text to samples, MB/s and ns a row of CPU time, every log the lab can write") {
      PipelineBenchmark.decode($0, $1)
    },
    Benchmark(name: "pipeline", summary: "text to cycles, trace and stage, MB/s of CPU time") {
      PipelineBenchmark.reduce($0, $1)
    },
    Benchmark(name: "chunks", summary: "the same in pieces of 4 kB, and in one piece") {
      PipelineBenchmark.chunks($0, $1)
    },
    Benchmark(name: "folds", summary: "ns a sample of the cycle fold and the trace; µs a query of 400 columns") {
      FoldBenchmark.run($0, $1)
    },
    Benchmark(name: "detector", summary: "ns a cycle and bytes a cell of the turning-point detector") {
      DetectorBenchmark.run($0, $1)
    },
    Benchmark(name: "turning", summary: "how well simulated cells' turns are found; --turning tells more") {
      TurningReport.figures($0, $1)
    },
    Benchmark(name: "numbers", summary: "ns a number beside strtod, and differing bits") {
      NumberBenchmark.run($0, $1)
    },
    Benchmark(name: "protocols", summary: "how often a Li|Cu test's protocol is recognised, 200 seeds of each") {
      ProtocolBenchmark.run($0, $1)
    },
    Benchmark(name: "forecast", summary: "error and coverage of the forecast of the turn, 100 seeds of each kind") {
      ForecastBenchmark.run($0, $1)
    },
    Benchmark(name: "trouble", summary: "false flags in healthy cycles, and events found, by the scatter of CE") {
      TroubleBenchmark.run($0, $1)
    },
    Benchmark(name: "frames", summary: "µs to draw a screen; characters and bytes that change in a second") {
      FrameBenchmark.run($0, $1)
    },
  ]
}
