package dev.bastion.recorder;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Measures how fast ordinary terminal text is recorded: one session, one writer thread, packets of 32 kB, into a file. Run
 * it with {@code java -cp … dev.bastion.recorder.TerminalThroughput [megabytes] [directory]}.
 */
public final class TerminalThroughput {

    private static final int PACKET = 32 << 10;
    private static final long MARK = 1 << 20;

    private TerminalThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        Path root = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("throughput");
        byte[] text = text();
        for (int round = 1; round <= 5; round++) {
            record(round, root.resolve("r" + round), text, megabytes);
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static long writerCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals("recorder-1")) {
                return threads.getThreadCpuTime(info.getThreadId());
            }
        }
        throw new IllegalStateException("there is no writer thread");
    }

    private static byte[] text() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; lines.length() < PACKET; i++) {
            lines.append("-rw-r--r-- 1 root root ").append(1000 + i * 37).append(" Nov 20 11:16 ");
            lines.append(i % 5 == 0 ? "\u001b[01;34mdirectory\u001b[0m" : "some-file-name-")
                    .append(i)
                    .append(".txt\r\n");
        }
        return lines.substring(0, PACKET).getBytes(StandardCharsets.UTF_8);
    }

    private static void record(int round, Path root, byte[] text, int megabytes)
            throws IOException, InterruptedException {
        RecorderSettings settings = RecorderSettings.at(root).withThreads(1).withReserve(0);
        SessionFacts facts =
                new SessionFacts(1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1", Instant.now(), Map.of());
        try (Recorder recorder = new Recorder(settings, Clock.systemUTC())) {
            SessionRecording session = recorder.open(facts, failure -> System.out.println(failure.detail()))
                    .toCompletableFuture()
                    .join();
            TerminalRecording terminal = session.terminal(0, 80, 24, "xterm", "")
                    .toCompletableFuture()
                    .join();
            long packets = megabytes * 1_000_000L / PACKET;
            Semaphore room = new Semaphore(0);
            long start = System.nanoTime();
            for (long i = 0; i < packets; i++) {
                if (terminal.backlog() > MARK) {
                    terminal.whenBelow(MARK / 2, room::release);
                    room.acquire();
                }
                terminal.output(text, 0, PACKET);
            }
            terminal.close().toCompletableFuture().join();
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpu = writerCpuNanos() / 1e9;
            double done = packets * PACKET / 1e6;
            System.out.printf(
                    "round %d: %.0f MB/s by the wall clock, %.0f MB/s of the writer thread's processor time%n",
                    round, done / seconds, done / cpu);
            session.seal("done").toCompletableFuture().join();
        }
    }
}
