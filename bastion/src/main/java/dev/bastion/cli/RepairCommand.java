package dev.bastion.cli;

import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.Repair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "repair",
        description = "make a recording readable that broke off; nothing that was complete is changed")
final class RepairCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "an asciicast, or the directory of a session that no longer runs")
    Path file;

    RepairCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        Path path = around.path(file);
        Repair repair = new Repair(around.clock());
        List<String> cut = Files.isDirectory(path)
                ? repair.session(session(path)).cut()
                : repair.file(path).stream().toList();
        if (cut.isEmpty()) {
            around.out().println("nothing had to be cut");
        }
        cut.forEach(line -> around.out().println("cut " + line + ", kept beside it"));
        return ExitCode.DONE;
    }

    private static RecordedSession session(Path directory) {
        try {
            return RecordedSession.in(directory);
        } catch (IllegalArgumentException other) {
            throw new Complaint(other.getMessage(), "name the directory of one session, like s-41");
        }
    }
}
