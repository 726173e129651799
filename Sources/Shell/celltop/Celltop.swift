import ArgumentParser

/// The command line: `celltop PATH…` is `celltop watch PATH…`.
@main
struct Celltop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "celltop",
    abstract: "htop for battery cyclers: watch lithium-metal cells while they cycle.",
    version: "0.1.0",
    subcommands: [
      WatchCommand.self,
      DemoCommand.self,
      ReplayCommand.self,
      SimulateCommand.self,
      CheckCommand.self,
      CyclesCommand.self,
      StagesCommand.self,
      ExplainCommand.self,
      SamplesCommand.self,
      IdentifyCommand.self,
      FormatsCommand.self,
      ThemesCommand.self,
      KeysCommand.self,
      MetaCommand.self,
    ],
    defaultSubcommand: WatchCommand.self)
}
