package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL that was started for this JVM and ends with it, on a port of loopback. */
record PostgresServer(int port, String password) {
    static final String OWNER = "bastion";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The server runs below a shell that reads its standard input, a pipe from this JVM: when this JVM ends, killed or
     * not, the pipe closes, and the shell stops the server and removes its directory. A server that ends by itself leaves it.
     */
    private static final String UNTIL_THE_PIPE_CLOSES = """
            dir=$1; shift
            exec 3<&0
            "$@" & server=$!
            (read -r _; : >"$dir/over"; kill -QUIT $server) <&3 & watcher=$!
            wait $server
            [ ! -e "$dir/over" ] || exec rm -rf "$dir"
            kill $watcher
            """;

    PostgresServer {
        requireNonNull(password, "password is null");
    }

    /** Starts a server with the programs in this directory; a failure shows the server's own log. */
    static PostgresServer start(Path programs) {
        try {
            Path dir = Files.createTempDirectory("bastion-postgres");
            PostgresServer server = new PostgresServer(freePort(), randomPassword());
            server.initialise(programs, dir);
            server.awaitAnswer(server.launch(programs, dir), dir);
            return server;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("cannot start PostgreSQL", e);
        }
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url("postgres"), OWNER, password);
    }

    private void initialise(Path programs, Path dir) throws IOException, InterruptedException {
        Path passwordFile = Files.writeString(dir.resolve("password"), password);
        giveToPostgres(dir, passwordFile);
        Process process = new ProcessBuilder(asPostgres(
                        programs.resolve("initdb").toString(),
                        "--pgdata=" + dir.resolve("data"),
                        "--username=" + OWNER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-sync"))
                .redirectErrorStream(true)
                .redirectOutput(log(dir).toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new AssertionError("initdb failed:\n" + Files.readString(log(dir)));
        }
    }

    /** Tests need no durability, so the server does not wait for the disk. */
    private Process launch(Path programs, Path dir) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", UNTIL_THE_PIPE_CLOSES, "sh", dir.toString()));
        command.addAll(asPostgres(
                programs.resolve("postgres").toString(),
                "-D",
                dir.resolve("data").toString(),
                "--listen_addresses=127.0.0.1",
                "--port=" + port,
                "--unix_socket_directories=",
                "--max_connections=200",
                "--fsync=off"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(dir).toFile())
                .start();
    }

    private void awaitAnswer(Process process, Path dir) throws IOException, InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            try (Connection answer = connect()) {
                return;
            } catch (SQLException e) {
                if (Instant.now().isAfter(until) || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("PostgreSQL does not answer:\n" + Files.readString(log(dir)), e);
                }
            }
        }
    }

    /** PostgreSQL refuses to run as root, so root becomes the user that Debian made for it. */
    private static List<String> asPostgres(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static void giveToPostgres(Path... paths) throws IOException {
        if (!isRoot()) {
            return;
        }
        for (Path path : paths) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path log(Path dir) {
        return dir.resolve("log");
    }

    private static String randomPassword() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
