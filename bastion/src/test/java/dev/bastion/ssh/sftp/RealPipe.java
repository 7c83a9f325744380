package dev.bastion.ssh.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs a real OpenSSH client program and the real program on the other side, with a listener between them instead of a
 * network: the client starts a script for {@code ssh}, which joins it to two named pipes.
 */
final class RealPipe {

    /** How a client ended, and what it said. */
    record Result(int status, String said) {}

    private static final long PATIENCE_SECONDS = 120;

    private final Path directory;
    private final Random splits;
    private final int largestPiece;
    private final Optional<Transcript> transcript;

    /** Pieces between the programs are of random size up to the largest. */
    RealPipe(Path directory, long seed, int largestPiece) {
        this(directory, seed, largestPiece, Optional.empty());
    }

    /** Keeps what passed besides, in the order in which the listener was told. */
    RealPipe(Path directory, long seed, int largestPiece, Optional<Transcript> transcript) {
        this.directory = directory;
        this.splits = new Random(seed);
        this.largestPiece = largestPiece;
        this.transcript = transcript;
    }

    /** A server of the machine's OpenSSH. */
    static List<String> sftpServer() {
        return List.of(Stream.of(
                        "/usr/lib/openssh/sftp-server",
                        "/usr/libexec/openssh/sftp-server",
                        "/usr/lib/ssh/sftp-server",
                        "/usr/libexec/sftp-server")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no sftp-server here\nhint: apt-get install openssh-sftp-server")));
    }

    /**
     * Runs a client.
     *
     * @param client the command; {@code SSH} in it becomes {@code -S} and the script
     * @param server the command on the other side, given the one that the client sent to its ssh
     * @param listener made when that command is known
     */
    Result run(
            List<String> client,
            Path near,
            Function<String, List<String>> server,
            Path far,
            Function<String, Listener> listener)
            throws Exception {
        Path up = fifo("up");
        Path down = fifo("down");
        Path command = directory.resolve("command");
        Files.deleteIfExists(command);
        List<String> line = new ArrayList<>();
        client.forEach(
                word -> line.addAll(word.equals("SSH") ? List.of("-S", script(up, down, command)) : List.of(word)));
        Path said = Files.createTempFile(directory, "said", ".txt");
        Process peer = new ProcessBuilder(line)
                .directory(near.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        peer.getOutputStream().close();
        FutureTask<Void> bridge = start(() -> {
            bridge(up, down, command, server, far, listener);
            return null;
        });
        if (!peer.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            peer.destroyForcibly();
            throw new AssertionError("client " + line + " does not end: " + Files.readString(said));
        }
        String text = new String(Files.readAllBytes(said), StandardCharsets.ISO_8859_1);
        await(bridge, text);
        return new Result(peer.exitValue(), text);
    }

    private void bridge(
            Path up,
            Path down,
            Path command,
            Function<String, List<String>> server,
            Path far,
            Function<String, Listener> made)
            throws Exception {
        try (InputStream fromClient = Files.newInputStream(up);
                OutputStream toClient = Files.newOutputStream(down)) {
            String asked = Files.readString(command, StandardCharsets.ISO_8859_1);
            Listener listener = made.apply(asked);
            Process process = new ProcessBuilder(server.apply(asked))
                    .directory(far.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream toServer = process.getOutputStream();
                    InputStream fromServer = process.getInputStream()) {
                FutureTask<Void> upwards = start(() -> {
                    pump(fromClient, (bytes, length) -> {
                        transcript.ifPresent(kept -> kept.add(true, bytes, length));
                        listener.fromClient(bytes, 0, length, flushing(toServer), flushing(toClient));
                    });
                    toServer.close();
                    return null;
                });
                pump(fromServer, (bytes, length) -> {
                    transcript.ifPresent(kept -> kept.add(false, bytes, length));
                    listener.fromServer(bytes, 0, length, flushing(toClient));
                });
                toClient.close();
                await(upwards, "upwards");
            } finally {
                process.destroy();
                listener.close().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static Out flushing(OutputStream stream) {
        return (bytes, offset, length) -> {
            stream.write(bytes, offset, length);
            stream.flush();
        };
    }

    private interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    private void pump(InputStream in, Sink sink) throws IOException {
        byte[] bytes = new byte[largestPiece];
        while (true) {
            int length = in.read(bytes, 0, nextPiece());
            if (length < 0) {
                return;
            }
            sink.take(bytes, length);
        }
    }

    private int nextPiece() {
        synchronized (splits) {
            return 1 + splits.nextInt(largestPiece);
        }
    }

    private Path fifo(String name) throws IOException, InterruptedException {
        Path path = directory.resolve(name);
        Files.deleteIfExists(path);
        if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
            throw new IOException("no named pipe '" + path + "'");
        }
        return path;
    }

    private String script(Path up, Path down, Path command) {
        try {
            Path script = directory.resolve("ssh");
            // A command in the background has no standard input of its own unless it is given one by number, and it
            // would keep the socket open that is the client's both ways.
            Files.writeString(script, """
                    #!/bin/sh
                    for last; do :; done
                    printf '%%s' "$last" > '%s'
                    exec 3<&0
                    cat <&3 > '%s' &
                    up=$!
                    exec 3<&-
                    cat < '%s'
                    kill $up 2>/dev/null
                    exit 0
                    """.formatted(command, up, down));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            return script.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FutureTask<Void> start(Callable<Void> work) {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "pipe");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(FutureTask<Void> task, String context) throws Exception {
        try {
            task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(context, e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the bridge does not end: " + context, e);
        }
    }
}
