import ArgumentParser
import CellModel
import Settings

/// `celltop meta`: work on the files that describe cells.
struct MetaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "meta", abstract: "Check the files that describe cells.", subcommands: [Lint.self])

  /// `celltop meta lint`: what is wrong in a `cells.toml`, and where.
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: "Check a cells.toml: exit 0 if all is well, 2 if something is wrong.")

    @Argument(help: "A cells.toml.", completion: .file(extensions: ["toml"]))
    var file: String

    func run() throws {
      let problems = Self.problems(in: file)
      for problem in problems { print(SafeText.clean(problem.description)) }
      if problems.contains(where: { $0.kind == .error }) { throw ExitCode(2) }
    }

    private static func problems(in file: String) -> [SettingsProblem] {
      do throws(SettingsProblem) {
        return CellSettings.read(try SettingsFile.read(file), file: file).problems
      } catch {
        return [error]
      }
    }
  }
}
