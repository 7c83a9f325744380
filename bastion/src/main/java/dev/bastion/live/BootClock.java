package dev.bastion.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Time since the machine started, the time that it slept included: {@code CLOCK_BOOTTIME} of clock_gettime(2).
 *
 * <p>The JVM's {@code nanoTime} stands still while a machine is suspended, so a granted hour would survive a closed lid.
 * Linux shows the boot-time clock in {@code /proc/uptime}; its distance from {@code nanoTime} only grows, and
 * {@link #resample()} measures it again, once a second by {@link Deadlines} and whenever the wall clock has jumped.
 * Thread-safe; {@link #millis()} costs one clock reading.
 */
public final class BootClock {
    /** What tells the time since boot, and what tells the time that passes in between; milliseconds. */
    @FunctionalInterface
    public interface Source {
        long millis();
    }

    private static final Path UPTIME = Path.of("/proc/uptime");
    // /proc/uptime counts in hundredths; less than this is rounding, not sleep.
    private static final long ROUNDING = 50;

    private final Source sinceBoot;
    private final Source running;
    private volatile long offset;

    /** A clock of two sources, for tests that move them; {@link #ofThisMachine()} for the real ones. */
    public BootClock(Source sinceBoot, Source running) {
        this.sinceBoot = sinceBoot;
        this.running = running;
        this.offset = sinceBoot.millis() - running.millis();
    }

    /** This machine's clock; without {@code /proc/uptime} (not Linux) the running time alone. */
    public static BootClock ofThisMachine() {
        Source running = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        return new BootClock(Files.isReadable(UPTIME) ? () -> uptimeOr(running) : running, running);
    }

    /** Milliseconds since boot. */
    public long millis() {
        return running.millis() + offset;
    }

    /** Measures the distance of the two sources again; a machine that slept has moved them apart. */
    public void resample() {
        long now = sinceBoot.millis() - running.millis();
        if (now - offset > ROUNDING) {
            offset = now;
        }
    }

    private static long uptimeOr(Source fallback) {
        try {
            String text = Files.readString(UPTIME, StandardCharsets.US_ASCII);
            return Math.round(Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000);
        } catch (IOException e) {
            return fallback.millis();
        }
    }
}
