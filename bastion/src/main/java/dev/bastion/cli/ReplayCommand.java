package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.control.FilePlayer;
import dev.bastion.policy.Ids;
import dev.bastion.store.StoreVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = "play an asciicast on this terminal; space stops, arrows jump, + and - change the speed, q ends",
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
    private static final Pattern SESSION = Pattern.compile("/s-([1-9][0-9]{0,17})$");

    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "an asciicast, version 2 or 3")
    Path file;

    @Option(names = "--speed", paramLabel = "FACTOR", description = "2 is twice as fast")
    String speed = "1";

    @Option(names = "--idle-limit", paramLabel = "LENGTH", description = "no pause is longer, like 2s or 0.5s")
    String idleLimit;

    @Option(names = "--raw", description = "let everything pass that was printed, also what makes this terminal act")
    boolean raw;

    @Mixin
    ConfigOption config = new ConfigOption();

    ReplayCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        FilePlayer player = player();
        Path cast = around.path(file);
        if (!Files.exists(cast)) {
            Optional<String> deleted = deleted(cast);
            if (deleted.isPresent()) {
                around.say(deleted.get());
                around.hint("its list of sums and its facts stay, beside where it was");
                return ExitCode.REFUSED;
            }
        }
        try (LocalTerminal terminal = LocalTerminal.open()) {
            player.play(cast, terminal.in(), around.out());
        }
        return ExitCode.DONE;
    }

    /** Of one that went under retention its directory says that there was such a file, and the ledger by which class. */
    private Optional<String> deleted(Path cast) {
        Matcher session = SESSION.matcher(String.valueOf(cast.getParent()));
        if (!session.find() || !Files.exists(around.path(config.file))) {
            return Optional.empty();
        }
        BastionConfig read = config.read(around);
        try {
            return new StoreVerifier(Ledgers.database(read), Ledgers.verifier(read))
                    .look()
                    .state()
                    .deletion(Long.parseLong(session.group(1)))
                    .map(gone -> "the recording of %s was deleted under retention at %s, class '%s'"
                            .formatted(Ids.session(gone.session()), gone.at(), gone.retention()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private FilePlayer player() {
        try {
            return new FilePlayer(speed, Optional.ofNullable(idleLimit), raw);
        } catch (IllegalArgumentException wrong) {
            throw new Complaint(wrong.getMessage(), "bastion replay --help");
        }
    }
}
