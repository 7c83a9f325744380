package dev.bastion.credential;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a program that prints a secret. It gets no standard input, its standard error goes nowhere, because it may
 * repeat what it was given, and of the environment it has {@code PATH}, {@code HOME} and {@code LANG} alone: the bastion's
 * own passphrases may stand beside them. For one thread.
 */
final class SecretCommand {
    private static final File NOTHING = new File("/dev/null");

    private final List<String> words;
    private final Duration patience;

    SecretCommand(List<String> words, Duration patience) {
        this.words = words;
        this.patience = patience;
    }

    SecretBytes run() throws SecretUnavailableException {
        Process process = start();
        FutureTask<SecretBytes> output =
                new FutureTask<>(() -> SecretFetcher.upTo(SecretFetcher.LARGEST, process.getInputStream(), program()));
        Thread.ofVirtual().name("secret-command").start(output);
        long end = System.nanoTime() + patience.toNanos();
        try {
            SecretBytes secret = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return checked(secret, process, end);
        } catch (TimeoutException hangs) {
            throw new SecretUnavailableException(program() + " gave no answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof SecretUnavailableException why
                    ? why
                    : new SecretUnavailableException(program() + " broke off", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SecretUnavailableException("the bastion is stopping", stopped);
        } finally {
            end(process);
        }
    }

    private SecretBytes checked(SecretBytes secret, Process process, long end)
            throws SecretUnavailableException, InterruptedException {
        if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            secret.close();
            throw new SecretUnavailableException(program() + " did not end within " + patience.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            secret.close();
            throw new SecretUnavailableException(program() + " ended with status " + process.exitValue());
        }
        return secret;
    }

    private Process start() throws SecretUnavailableException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "HOME", "LANG"));
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new SecretUnavailableException(program() + " cannot be started", missing);
        }
    }

    /** What it started goes with it. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private String program() {
        return "\"" + words.getFirst() + "\"";
    }
}
