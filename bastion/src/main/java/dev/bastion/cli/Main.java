package dev.bastion.cli;

import dev.bastion.Bastion;
import dev.bastion.PolicyRefusedException;
import dev.bastion.backup.BackupRefusedException;
import dev.bastion.certs.AuthorityFileException;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.config.BastionConfig;
import dev.bastion.option.Mistyped;
import dev.bastion.store.LedgerUnavailableException;
import dev.bastion.store.StoreRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The executable {@code bastion} on the server. Standard output holds the answer alone, sentences and hints go to standard
 * error; it ends with 0, 1 when something is refused or found wrong, 2 for wrong usage and 5 for a fault of ours.
 */
@Command(
        name = "bastion",
        description = "An SSH bastion for temporary production access.",
        versionProvider = Version.class,
        sortOptions = false)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    // picocli reads these two itself. Its ready-made pair names the options by variables, which are off below.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable")
    private boolean version;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(Surroundings.ofProcess(Main::start)).execute(args));
    }

    private static Starter.Running start(BastionConfig config) throws IOException {
        return new RunningBastion(
                Bastion.start(config, Clock.systemUTC()), config.listen().host());
    }

    /**
     * The command with all its subcommands, writing UTF-8 whatever the locale says. Files of arguments ({@code @file})
     * and variables in arguments are off: an argument is text and nothing else.
     */
    static CommandLine commandLine(Surroundings around) {
        return new CommandLine(new Main())
                .addSubcommand(new ServeCommand(around))
                .addSubcommand(new InitCommand(around))
                .addSubcommand(new CheckCommand(around))
                .addSubcommand(new ExplainCommand(around))
                .addSubcommand(new DiffCommand(around))
                .addSubcommand(new CommandLine(new CaCommand())
                        .addSubcommand(new CaCommand.Show(around))
                        .addSubcommand(new CaInspectCommand(around))
                        .addSubcommand(new CaIssueCommand(around))
                        .addSubcommand(new CaSignHostCommand(around))
                        .addSubcommand(new CaRevokeCommand(around))
                        .addSubcommand(new CaInitCommand(around))
                        .addSubcommand(new CaStandingCommand.Listing(around))
                        .addSubcommand(new CaStepCommand.Rotate(around))
                        .addSubcommand(new CaStepCommand.Retire(around))
                        .addSubcommand(new CaStandingCommand.Status(around))
                        .addSubcommand(new CaServeCommand(around)))
                .addSubcommand(new CommandLine(new PersonCommand(around))
                        .addSubcommand(new PersonStandingCommand.Disable(around))
                        .addSubcommand(new PersonStandingCommand.Enable(around)))
                .addSubcommand(new CommandLine(new TargetCommand(around))
                        .addSubcommand(new TargetScanCommand(around))
                        .addSubcommand(new TargetEnrolCommand(around))
                        .addSubcommand(new TargetCheckCommand(around)))
                .addSubcommand(new ReplayCommand(around))
                .addSubcommand(new RepairCommand(around))
                .addSubcommand(new VerifyCommand(around))
                .addSubcommand(new ReportCommand(around))
                .addSubcommand(new RebuildCommand(around))
                .addSubcommand(new BackupCommand(around))
                .addSubcommand(new RestoreCommand(around))
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setAbbreviatedSubcommandsAllowed(false)
                .setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((fault, line, parsed) -> told(around, fault, parsed));
    }

    /** What went wrong as sentences, one a line; a stack only where it is a fault of ours. */
    private static int told(Surroundings around, Exception fault, ParseResult parsed) {
        return switch (fault) {
            case BrokenFileException broken -> {
                broken.tell(around.err());
                yield ExitCode.REFUSED;
            }
            case Mistyped mistyped -> said(around, mistyped.getMessage(), mistyped.hint(), ExitCode.USAGE);
            case SignerUnavailableException token -> said(around, token.getMessage(), token.hint(), ExitCode.REFUSED);
            case AuthorityFileException key -> said(around, key.getMessage(), key.hint(), ExitCode.REFUSED);
            case PolicyRefusedException policy -> said(around, policy.getMessage(), policy.hint(), ExitCode.REFUSED);
            case BackupRefusedException backup -> said(around, backup.getMessage(), "", ExitCode.REFUSED);
            case StoreRefusedException store -> said(around, store.getMessage(), "", ExitCode.REFUSED);
            case LedgerUnavailableException ledger -> said(around, ledger.getMessage(), "", ExitCode.FAULT);
            case IOException io -> said(around, Sentences.of(io), "", ExitCode.FAULT);
            default -> {
                fault.printStackTrace(around.err());
                yield said(
                        around,
                        "something went wrong in '%s'"
                                .formatted(parsed.commandSpec().name()),
                        "report this",
                        ExitCode.FAULT);
            }
        };
    }

    private static int said(Surroundings around, String sentence, String hint, int status) {
        around.say(sentence);
        if (!hint.isEmpty()) {
            around.hint(hint);
        }
        return status;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
