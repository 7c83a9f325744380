package dev.bastion.cli;

import dev.bastion.control.FilePlayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = "play an asciicast on this terminal; space stops, arrows jump, + and - change the speed, q ends",
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "an asciicast, version 2 or 3")
    Path file;

    @Option(names = "--speed", paramLabel = "FACTOR", description = "2 is twice as fast")
    String speed = "1";

    @Option(names = "--idle-limit", paramLabel = "LENGTH", description = "no pause is longer, like 2s or 0.5s")
    String idleLimit;

    @Option(names = "--raw", description = "let everything pass that was printed, also what makes this terminal act")
    boolean raw;

    ReplayCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        FilePlayer player = player();
        try (LocalTerminal terminal = LocalTerminal.open()) {
            player.play(around.path(file), terminal.in(), around.out());
        }
        return ExitCode.DONE;
    }

    private FilePlayer player() {
        try {
            return new FilePlayer(speed, Optional.ofNullable(idleLimit), raw);
        } catch (IllegalArgumentException wrong) {
            throw new Complaint(wrong.getMessage(), "bastion replay --help");
        }
    }
}
