package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A file with one Ed25519 private key, PKCS#8 in PEM, encrypted if there is a passphrase; beside it, with {@code .pub}
 * behind the name, its public half as one line of OpenSSH's. Used for the three authorities, the outer host key, the
 * key of the grant tokens and that of the tree head.
 *
 * <p>A file that its group or others may read is refused, as OpenSSH does it, and so is a plain file where a
 * passphrase is given. For use by one thread; every method does file I/O, and with a passphrase takes some tenths of a
 * second.
 */
public final class AuthorityFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> READ_BY_ALL = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final int LENGTH_LIMIT = 16 * 1024;

    private final Path path;
    private final Optional<char[]> passphrase;

    /** A file that is not encrypted. */
    public AuthorityFile(Path path) {
        this.path = requireNonNull(path, "path is null");
        this.passphrase = Optional.empty();
    }

    /** An encrypted file; the passphrase is copied. */
    public AuthorityFile(Path path, char[] passphrase) {
        this.path = requireNonNull(path, "path is null");
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("passphrase is empty");
        }
        this.passphrase = Optional.of(passphrase.clone());
    }

    public Path path() {
        return path;
    }

    /** Where the public half is. */
    public Path publicPath() {
        return path.resolveSibling(path.getFileName() + ".pub");
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** Whether the file, which must exist, says that it is encrypted, whatever passphrase was given. */
    public boolean isEncrypted() throws IOException {
        return read().getType().equals(PrivateKeyPem.ENCRYPTED);
    }

    /**
     * Makes a key and writes both files; directories that are missing are made, for the owner alone. When this
     * returns, both would survive a power cut.
     *
     * @param comment what stands behind the public key, one line
     * @throws AuthorityFileException if there is such a file already
     */
    public Ed25519Pair create(String comment, SecureRandom random) throws IOException {
        if (comment.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("comment is not one line");
        }
        if (Files.exists(path) || Files.exists(publicPath())) {
            throw new AuthorityFileException(
                    "key file \"" + path + "\" exists already",
                    "a key is never overwritten; move the old one away first");
        }
        Files.createDirectories(path.toAbsolutePath().getParent(), PosixFilePermissions.asFileAttribute(DIRECTORY));
        Ed25519Pair pair = Ed25519Pair.generate(random);
        String pem = passphrase.isPresent()
                ? PrivateKeyPem.encrypted(pair.seed(), passphrase.get(), random)
                : PrivateKeyPem.plain(pair.seed());
        AtomicFile.write(path, pem.getBytes(StandardCharsets.US_ASCII), OWNER_ONLY);
        String line = pair.sshKey().line() + (comment.isEmpty() ? "" : " " + comment) + "\n";
        AtomicFile.write(publicPath(), line.getBytes(StandardCharsets.UTF_8), READ_BY_ALL);
        return pair;
    }

    /**
     * Reads the key.
     *
     * @throws AuthorityFileException if the file is missing, open to others, damaged, of another kind, does not yield
     *     to the passphrase, or does not belong to the public key beside it
     */
    public Ed25519Pair load() throws IOException {
        requirePrivate();
        PemObject pem = read();
        byte[] seed;
        try {
            seed = seed(pem);
        } catch (AuthorityFileException e) {
            throw e;
        } catch (IOException e) {
            throw refused(e.getMessage(), "put back the file from a backup", e);
        }
        Ed25519Pair pair = Ed25519Pair.ofSeed(seed);
        requireSamePublicKey(pair);
        return pair;
    }

    private byte[] seed(PemObject pem) throws IOException {
        return switch (pem.getType()) {
            case PrivateKeyPem.PLAIN -> {
                if (passphrase.isPresent()) {
                    throw refused("it is not encrypted although a passphrase is given", encryptHint());
                }
                yield PrivateKeyPem.seed(pem.getContent());
            }
            case PrivateKeyPem.ENCRYPTED -> {
                if (passphrase.isEmpty()) {
                    throw refused("it is encrypted", "give the passphrase by file or environment");
                }
                yield PrivateKeyPem.decrypt(pem.getContent(), passphrase.get());
            }
            default -> throw refused("it is no PKCS#8 private key", "make one with: bastion init");
        };
    }

    private String encryptHint() {
        return "encrypt it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in " + path;
    }

    private PemObject read() throws IOException {
        if (!Files.isRegularFile(path)) {
            throw refused("there is no such file", "make it with: bastion init");
        }
        if (Files.size(path) > LENGTH_LIMIT) {
            throw refused("it is larger than any key", "look whether it is the right file");
        }
        byte[] content = Files.readAllBytes(path);
        try {
            return PrivateKeyPem.parse(new String(content, StandardCharsets.ISO_8859_1));
        } catch (AuthorityFileException e) {
            throw e;
        } catch (IOException e) {
            throw refused(e.getMessage(), "look whether it is the right file", e);
        }
    }

    private void requirePrivate() throws IOException {
        if (!Files.exists(path)) {
            throw refused("there is no such file", "make it with: bastion init");
        }
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
            throw refused("its permissions are wider than 0600", "chmod 600 " + path);
        }
    }

    /** A wrong passphrase can by chance decrypt to something; and a swapped file is worth knowing about. */
    private void requireSamePublicKey(Ed25519Pair pair) throws IOException {
        if (!Files.exists(publicPath())) {
            return;
        }
        try {
            SshPublicKey beside = SshPublicKey.parseLine(Files.readString(publicPath()));
            if (!beside.equals(pair.sshKey())) {
                throw refused("it does not belong to \"" + publicPath() + "\"", "put back the pair from a backup");
            }
        } catch (MalformedKeyException e) {
            throw refused("\"" + publicPath() + "\" is unreadable: " + e.getMessage(), "remove or restore it", e);
        }
    }

    private AuthorityFileException refused(String why, String hint) {
        return refused(why, hint, null);
    }

    private AuthorityFileException refused(String why, String hint, Throwable cause) {
        return new AuthorityFileException("key file \"" + path + "\": " + why, hint, cause);
    }
}
