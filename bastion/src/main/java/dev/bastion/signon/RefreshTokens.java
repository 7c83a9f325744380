package dev.bastion.signon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AtomicFile;
import dev.bastion.factor.SecretSeal;
import dev.bastion.policy.SignOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the provider is asked with later, for each key that is signed on: sealed, one small file each, and nowhere else. It is
 * this bastion's alone: of several on one database the one where a person signed on asks for them. One that is lost is no
 * harm: the sign-on ends once the provider has not confirmed it for too long. Thread-safe.
 */
final class RefreshTokens {
    private static final long LARGEST = 256 << 10;

    private final Path directory;
    private final SecretSeal seal;

    /**
     * A refresh token and the nonce of the flow that gave it.
     *
     * @param nonce what an ID token that names one must name
     */
    record Kept(String nonce, String token) {
        Kept {
            requireNonNull(nonce, "nonce is null");
            requireNonNull(token, "token is null");
        }

        /** Says nothing of what it is. */
        @Override
        public String toString() {
            return "Kept";
        }
    }

    RefreshTokens(Path directory, SecretSeal seal) {
        this.directory = requireNonNull(directory, "directory is null");
        this.seal = requireNonNull(seal, "seal is null");
    }

    void keep(String person, String fingerprint, Kept kept) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String sealed = seal.seal(bound(person, fingerprint), (kept.nonce() + "\n" + kept.token()).getBytes(UTF_8));
        AtomicFile.write(file(fingerprint), sealed.getBytes(UTF_8), PosixFilePermissions.fromString("rw-------"));
    }

    /** Nothing where there is none, or not one for that person and key under this bastion's own key. */
    Optional<Kept> of(SignOn signOn) throws IOException {
        return of(signOn.person(), signOn.key().fingerprint());
    }

    Optional<Kept> of(String person, String fingerprint) throws IOException {
        Path file = file(fingerprint);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        return seal.open(bound(person, fingerprint), Files.readString(file).strip())
                .flatMap(RefreshTokens::read);
    }

    boolean has(SignOn signOn) {
        return Files.isRegularFile(file(signOn.key().fingerprint()));
    }

    void forget(String fingerprint) throws IOException {
        Files.deleteIfExists(file(fingerprint));
    }

    private static Optional<Kept> read(byte[] opened) {
        String[] lines = new String(opened, UTF_8).split("\n", 2);
        return lines.length == 2 ? Optional.of(new Kept(lines[0], lines[1])) : Optional.empty();
    }

    private static String bound(String person, String fingerprint) {
        return person + " " + fingerprint;
    }

    /** No fingerprint becomes part of a path. */
    private Path file(String fingerprint) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(fingerprint.getBytes(UTF_8));
            return directory.resolve(HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
