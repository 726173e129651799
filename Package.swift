// swift-tools-version: 6.2
import PackageDescription

// The modules stand in pipeline order; a module's dependencies are all that it may import.
// bytes -> samples -> steps -> cycles -> metrics -> stage -> fleet state -> screen -> terminal

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

func module(
  _ name: String, in folder: String, uses: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: uses, path: folder, exclude: exclude, resources: resources, swiftSettings: strict,
    // `rounded()` and `squareRoot()` of the standard library call libm, which nothing else in Core pulls in.
    linkerSettings: [.linkedLibrary("m")])
}

func tests(_ name: String, uses: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: uses + ["TestSupport"], path: "Tests/\(name)", exclude: exclude, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "celltop",
  products: [.executable(name: "celltop", targets: ["celltop"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Core: pure, the standard library only.
    module("BinaryCoding", in: "Sources/Core/BinaryCoding"),
    module("CellModel", in: "Sources/Core/CellModel"),
    module("CyclerFormats", in: "Sources/Core/CyclerFormats", uses: ["CellModel"]),
    module("Cycling", in: "Sources/Core/Cycling", uses: ["CellModel"]),
    module("Metrics", in: "Sources/Core/Metrics", uses: ["CellModel"]),
    module("Stages", in: "Sources/Core/Stages", uses: ["CellModel"]),
    module(
      "Fleet", in: "Sources/Core/Fleet", uses: ["CellModel", "CyclerFormats", "Cycling", "Metrics", "Stages"]),
    module("SimulatedLab", in: "Sources/Core/SimulatedLab", uses: ["CellModel"]),

    // Interface: pure, fleet state to a grid of characters.
    module("Canvas", in: "Sources/Interface/Canvas"),
    module("Screens", in: "Sources/Interface/Screens", uses: ["CellModel", "Cycling", "Metrics", "Fleet", "Canvas"]),

    // Shell: the world.
    .target(
      name: "Themes", path: "Themes",
      resources: [
        .embedInCode("dark.toml"), .embedInCode("light.toml"), .embedInCode("colour-blind.toml"),
        .embedInCode("mono.toml"),
      ], swiftSettings: strict),
    module("Tailing", in: "Sources/Shell/Tailing"),
    module(
      "Settings", in: "Sources/Shell/Settings", uses: ["CellModel", "CyclerFormats", "Canvas", "Themes"]),
    .systemLibrary(name: "CZlib", path: "Sources/Shell/CZlib"),
    module("Archives", in: "Sources/Shell/Archives", uses: ["CZlib", "CyclerFormats"]),
    module(
      "Checkpoints", in: "Sources/Shell/Checkpoints", uses: ["CZlib", "Tailing"]),
    .systemLibrary(name: "CNcurses", path: "Sources/Shell/CNcurses"),
    .target(name: "CTerminalGuard", path: "Sources/Shell/CTerminalGuard"),
    module("Terminal", in: "Sources/Shell/Terminal", uses: ["CNcurses", "CTerminalGuard", "CellModel", "Canvas"]),
    .executableTarget(
      name: "celltop",
      dependencies: [
        "BinaryCoding", "CellModel", "CyclerFormats", "Cycling", "Metrics", "Stages", "Fleet", "SimulatedLab",
        "Canvas", "Screens", "Tailing", "Archives", "Checkpoints", "Settings", "Terminal", argumentParser,
      ], path: "Sources/Shell/celltop", swiftSettings: strict),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["CellModel", "Canvas"], path: "Tests/TestSupport", swiftSettings: strict),
    tests("BinaryCodingTests", uses: ["BinaryCoding"]),
    tests("CellModelTests", uses: ["CellModel"]),
    tests("CyclerFormatsTests", uses: ["CyclerFormats", "CellModel"], exclude: ["Fixtures"]),
    tests("CyclingTests", uses: ["BinaryCoding", "Cycling", "CellModel"]),
    tests("MetricsTests", uses: ["Metrics", "CellModel"]),
    .target(
      name: "DetectorScoring", dependencies: ["CellModel", "CyclerFormats", "Fleet", "SimulatedLab", "Stages"],
      path: "Tests/DetectorScoring", swiftSettings: strict),
    tests("StagesTests", uses: ["BinaryCoding", "Stages", "CellModel", "DetectorScoring"]),
    tests(
      "FleetTests", uses: ["BinaryCoding", "Fleet", "CellModel", "CyclerFormats", "Cycling", "Metrics", "SimulatedLab"]),
    tests("SimulatedLabTests", uses: ["SimulatedLab", "CellModel", "CyclerFormats", "Cycling"]),
    tests("CanvasTests", uses: ["Canvas"], exclude: ["Snapshots"]),
    tests(
      "ScreensTests", uses: ["Screens", "Canvas", "Fleet", "CellModel", "Cycling", "Metrics"], exclude: ["Snapshots"]),
    tests("TailingTests", uses: ["Tailing"]),
    tests("CheckpointsTests", uses: ["Checkpoints", "Tailing"]),
    tests("SettingsTests", uses: ["Settings", "Canvas", "CellModel", "CyclerFormats", "Fleet", "Themes"]),
    tests("ArchivesTests", uses: ["Archives", "CZlib", "CyclerFormats", "CellModel"]),
    tests(
      "IngestTests",
      uses: [
        "celltop", "Checkpoints", "CZlib", "CellModel", "CyclerFormats", "Cycling", "Fleet", "Screens", "Settings",
        "SimulatedLab", "Stages",
        "Tailing",
      ]),
    tests("ArchitectureTests", uses: ["Canvas", "CyclerFormats", "Metrics", "Screens", "Settings", "Themes"]),
    .executableTarget(
      name: "terminal-probe", dependencies: ["Terminal", "Canvas"], path: "Tests/TerminalProbe",
      swiftSettings: strict),
    tests("EndToEndTests", uses: ["Terminal", "Canvas", "CyclerFormats", "celltop", "terminal-probe"]),
    .executableTarget(
      name: "celltop-bench",
      dependencies: [
        "CellModel", "CyclerFormats", "Cycling", "Metrics", "Stages", "Fleet", "SimulatedLab", "Canvas", "Screens",
        "DetectorScoring",
      ], path: "Tests/Benchmarks", swiftSettings: strict),
  ]
)
