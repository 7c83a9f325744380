package dev.bastion.credential;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;

/** Fetches secrets from where they are kept, each time anew. Blocks for as long as a program may take. Thread-safe. */
public final class SecretFetcher {
    /** No password and no private key is longer. */
    static final int LARGEST = 16 << 10;

    private final Duration patience;

    /**
     * A fetcher that lets a program run for so long.
     *
     * @param patience after that it is killed with all that it started
     */
    public SecretFetcher(Duration patience) {
        this.patience = requireNonNull(patience, "patience is null");
    }

    /**
     * The secret as it is now, without the end of its last line; the caller closes it.
     *
     * @throws SecretUnavailableException if there is none to be had
     */
    public SecretBytes fetch(SecretSource source) throws SecretUnavailableException {
        SecretBytes secret = whole(source).withoutLineEnd();
        if (secret.empty()) {
            throw new SecretUnavailableException(named(source) + " gave nothing");
        }
        return secret;
    }

    private SecretBytes whole(SecretSource source) throws SecretUnavailableException {
        return switch (source) {
            case SecretSource.InFile inFile -> read(inFile.file());
            case SecretSource.InVariable variable ->
                new SecretBytes(variable.secret().reveal().getBytes(StandardCharsets.UTF_8));
            case SecretSource.ByCommand command -> new SecretCommand(command.words(), patience).run();
        };
    }

    private static SecretBytes read(Path file) throws SecretUnavailableException {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new SecretUnavailableException("\"" + file + "\" may be read by everybody");
            }
            return upTo(LARGEST, in, "\"" + file + "\"");
        } catch (IOException unreadable) {
            throw new SecretUnavailableException("\"" + file + "\" cannot be read", unreadable);
        }
    }

    /** All there is, of a length that a secret has; what was read besides is wiped. */
    static SecretBytes upTo(int largest, InputStream in, String what) throws IOException, SecretUnavailableException {
        byte[] room = new byte[largest + 1];
        try {
            int length = in.readNBytes(room, 0, room.length);
            if (length > largest) {
                throw new SecretUnavailableException(what + " gave more than " + largest + " bytes");
            }
            return new SecretBytes(Arrays.copyOf(room, length));
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    /** Without a word of what could be a secret: arguments are not shown. */
    private static String named(SecretSource source) {
        return switch (source) {
            case SecretSource.InFile inFile -> "\"" + inFile.file() + "\"";
            case SecretSource.InVariable variable -> "the variable \"" + variable.name() + "\"";
            case SecretSource.ByCommand command -> "\"" + command.words().getFirst() + "\"";
        };
    }
}
