package dev.bastion.recorder;

import static dev.bastion.recorder.Recordings.bytes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** A process that records until it is killed. Prints a line when everything it said so far must survive. */
public final class KilledRecorder {

    private KilledRecorder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Recorder recorder =
                new Recorder(RecorderSettings.at(Path.of(arguments[0])).withReserve(0), Clock.systemUTC());
        SessionRecording session = recorder.open(Recordings.facts(41), failure -> {})
                .toCompletableFuture()
                .join();
        TerminalRecording terminal =
                session.terminal(0, 80, 24, "xterm", "").toCompletableFuture().join();
        for (int line = 1; line <= 1000; line++) {
            byte[] text = bytes("line " + line + "\r\n");
            terminal.output(text, 0, text.length);
        }
        terminal.whenBelow(0, () -> {
            System.out.println("recorded");
            System.out.flush();
        });
        new CountDownLatch(1).await();
    }
}
