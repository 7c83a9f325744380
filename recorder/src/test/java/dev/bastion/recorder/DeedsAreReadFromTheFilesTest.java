package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;
import static dev.bastion.recorder.Recordings.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.recorder.SessionDeeds.AgentUse;
import dev.bastion.recorder.SessionDeeds.Forwarded;
import dev.bastion.recorder.SessionDeeds.Moved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was done is told from the files alone, also of a recording that broke off. */
final class DeedsAreReadFromTheFilesTest {

    @TempDir
    private Path root;

    private static void transfer(TransferRecording to, String operation, String path, String result) {
        to.line(TransferLine.of(operation, TransferPath.of(bytes(path)), Recordings.START)
                .direction("upload")
                .bytes(0, 5)
                .ended(result, Recordings.START));
    }

    @Test
    void countsAndNamesWhatWasDone() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            TerminalRecording shell = done(session.terminal(0, 80, 24, "xterm", ""));
            byte[] typed = bytes("ls\rwhoami\r");
            shell.input(typed, 0, typed.length);
            done(shell.close());
            done(done(session.terminal(1, 80, 24, "xterm", "top -b")).close());
            done(done(session.streams(
                            2, bytes("tail -n 5 /var/log/x"), new StreamLimit(1000, StreamLimit.PastLimit.END)))
                    .close());
            StreamRecording forward = done(session.forward(4, "localhost:5432", StreamLimit.DEFAULT));
            forward.stdin(bytes("select 1"), 0, 8);
            forward.stdout(bytes("one"), 0, 3);
            done(forward.close());
            done(session.forward(5, "localhost:5433", StreamLimit.DEFAULT));
            AgentRecording agent = done(session.agent(6));
            agent.asked("list-keys", Optional.empty());
            agent.answered("listed");
            agent.asked("sign", Optional.of("SHA256:one"));
            agent.asked("sign", Optional.of("SHA256:two"));
            agent.asked("sign", Optional.of("SHA256:one"));
            agent.raw(Direction.TO_PERSON, 40);
            done(agent.close());
            TransferRecording transfers = done(session.transfers(3, "sftp"));
            transfer(transfers, "file", "/srv/x", "ok");
            transfer(transfers, "rename", "/srv/y", "ok");
            transfer(transfers, "remove", "/etc/passwd", "refused");
            done(transfers.close());
            session.note("request-refused", Map.of("request", "env"));
            session.note("channel-refused", Map.of("type", "x11", "why", "not permitted"));
            done(session.seal("client-left"));

            assertEquals(
                    new SessionDeeds(
                            1,
                            2,
                            new SessionDeeds.Many<>(2, List.of("top -b", "tail -n 5 /var/log/x")),
                            new SessionDeeds.Many<>(
                                    2,
                                    List.of(
                                            new Forwarded("localhost:5432", 8, 3),
                                            new Forwarded("localhost:5433", 0, 0))),
                            new SessionDeeds.Many<>(1, List.of(new AgentUse(3, List.of("SHA256:one", "SHA256:two")))),
                            new SessionDeeds.Many<>(
                                    2,
                                    List.of(
                                            new Moved("file", "upload", "/srv/x", 5, Optional.empty(), "ok"),
                                            new Moved("rename", "upload", "/srv/y", 5, Optional.empty(), "ok"))),
                            1,
                            new SessionDeeds.Many<>(
                                    2, List.of("channel-refused type=x11 why=not permitted", "remove /etc/passwd"))),
                    recordings.recorded(41).deeds());
        }
    }

    @Test
    void readsOnPastALineThatBrokeOff() throws IOException {
        try (Recordings recordings = new Recordings(root)) {
            SessionRecording session = recordings.session(41);
            done(session.terminal(0, 80, 24, "xterm", ""));
            Files.writeString(
                    recordings.directory(41).resolve("events.jsonl"),
                    "{\"at\":\"2026-\n{\"event\":\"channel-opened\",\"kind\":\"exec\",\"command\":\"id\"}\n{\"ev",
                    StandardOpenOption.APPEND);

            SessionDeeds deeds = recordings.recorded(41).deeds();

            assertEquals(1, deeds.shells());
            assertEquals(List.of("id"), deeds.commands().first());
        }
    }

    @Test
    void countsOnWhereItKeepsNoMore() {
        SessionDeeds.Gathering<Integer> gathering = new SessionDeeds.Gathering<>();
        for (int i = 0; i < 1000; i++) {
            gathering.add(i);
        }

        assertEquals(1000, gathering.all().count());
        assertEquals(SessionDeeds.Many.MOST, gathering.all().first().size());
    }
}
