package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The faces with which the bastion answers as its targets (THREATS.md, T8): a key of its own for each target, kept in
 * a directory so that it stays the same over restarts, and for each name of a target a certificate of the host
 * authority with that name alone, for a day at most, renewed in time.
 *
 * <p>Keys lie unencrypted in files for their owner alone: without a certificate, which never leaves memory, such a key
 * convinces nobody. Safe for use by many threads; {@link #of} does no I/O for targets that were warmed.
 */
public final class Faces {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    private final CertificateAuthority host;
    private final Path directory;
    private final SerialSource serials;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Ed25519Pair> keys = new ConcurrentHashMap<>();
    private final Map<Name, HostCredential> credentials = new ConcurrentHashMap<>();

    /** Faces whose keys are kept in {@code directory}, which is made when it is missing. */
    public Faces(CertificateAuthority host, Path directory, SerialSource serials, Clock clock, SecureRandom random) {
        this.host = requireNonNull(host, "host is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.serials = requireNonNull(serials, "serials is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /**
     * Reads or makes the keys of these targets; blocks on files. To be called at the start and, before it takes
     * effect, for each new policy.
     *
     * @throws AuthorityFileException if a key file is refused
     */
    public void warm(Set<String> targets) throws IOException {
        try {
            targets.forEach(this::key);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The face of a target for a client that calls it by a name. The name becomes the one principal, in lower case,
     * since that is what ssh compares it with; the caller has found it among the target's configured names.
     *
     * @param target the target's own name
     * @param name the name or alias that the client used
     */
    public Face of(String target, String name) {
        return SignerUnavailableException.await(ready(target, name));
    }

    /** The same for a caller that may not wait for a token; fails with a {@link SignerUnavailableException}. */
    public CompletionStage<Face> ready(String target, String name) {
        String principal = name.toLowerCase(Locale.ROOT);
        return credentials
                .computeIfAbsent(new Name(target, principal), this::credential)
                .ready();
    }

    private HostCredential credential(Name name) {
        return new HostCredential(host, key(name.target()), List.of(name.principal()), serials, clock);
    }

    private Ed25519Pair key(String target) {
        return keys.computeIfAbsent(target, this::loadOrCreate);
    }

    private Ed25519Pair loadOrCreate(String target) {
        if (!FILE_NAME.matcher(target).matches()) {
            throw new IllegalArgumentException("target \"" + target + "\" has a name that cannot name a file");
        }
        AuthorityFile file = new AuthorityFile(directory.resolve(target + ".face"));
        try {
            return file.exists() ? file.load() : file.create("face of " + target, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Name(String target, String principal) {
        private Name {
            requireNonNull(target, "target is null");
            requireNonNull(principal, "principal is null");
        }
    }
}
