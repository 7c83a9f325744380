package dev.bastion.authority;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFile;
import dev.bastion.certs.AuthorityFileException;
import dev.bastion.certs.EcdsaCurve;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.Pkcs11Token;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.certs.SshSigner;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.KeyFile;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;
import dev.bastion.signer.SignerKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the private halves are: {@code access-ca}, {@code access-ca-2} and so on, each a file in the directory of the keys
 * or a label in the token. A key from a file is read once. Thread-safe; methods do I/O.
 */
public final class KeyCabinet implements AutoCloseable {
    private static final String FILE = "file:";
    private static final String TOKEN = "token:";
    private static final String SIGNER = "signer:";
    private static final int MOST_KEYS = 1_000;

    private final BastionConfig.Keys keys;
    private final Optional<Pkcs11Token> token;
    private final Optional<SignerKeys> signer;
    private final Map<String, Ed25519Pair> fromFiles = new ConcurrentHashMap<>();

    public KeyCabinet(BastionConfig.Keys keys, Clock clock) {
        this(keys, Map.of(), Optional.empty(), clock);
    }

    /**
     * A cabinet of which some files were read already.
     *
     * @param read by the file's name
     * @param signer the signer that stands apart and has the keys in its own files
     */
    public KeyCabinet(
            BastionConfig.Keys keys, Map<String, Ed25519Pair> read, Optional<SignerKeys> signer, Clock clock) {
        this.signer = requireNonNull(signer, "signer is null");
        fromFiles.putAll(read);
        this.keys = requireNonNull(keys, "keys is null");
        this.token = keys.token()
                .map(place -> new Pkcs11Token(place.place(), place.pin().chars(), clock));
    }

    /** A new key and where it is. */
    public record Made(SshSigner key, String place) {
        public Made {
            requireNonNull(key, "key is null");
            requireNonNull(place, "place is null");
        }
    }

    /** The place of a key that lies with a signer, which calls it by that place. */
    static String atSigner(String place) {
        return SIGNER + place;
    }

    /** Whether a key lies with a signer that stands apart, or did when the ledger learned of it. */
    public static boolean isAtSigner(AuthorityKey known) {
        return known.place().startsWith(SIGNER);
    }

    /** The place of an authority's first key, as {@code bastion init} makes it. */
    String firstPlace(Authority authority) {
        return FILE + firstName(authority);
    }

    private static String firstName(Authority authority) {
        return authority.word() + "-ca";
    }

    /** The public half of an authority's first key, where there is such a file; needs no passphrase. */
    Optional<SshPublicKey> firstKey(Authority authority) throws IOException {
        AuthorityFile file = keys.file(firstName(authority));
        if (!Files.exists(file.publicPath())) {
            return file.exists() ? Optional.of(file.load().sshKey()) : Optional.empty();
        }
        try {
            return Optional.of(SshPublicKey.parseLine(Files.readString(file.publicPath())));
        } catch (MalformedKeyException e) {
            throw new AuthorityFileException(
                    "key file \"" + file.publicPath() + "\" is unreadable: " + e.getMessage(),
                    "put it back from a backup");
        }
    }

    /**
     * What signs by a key. A key in a token is given also while the token cannot be reached.
     *
     * @throws AuthorityFileException if its file is missing or refused, or holds another key
     */
    public SshSigner open(AuthorityKey known) throws IOException {
        SshPublicKey expected = publicKey(known);
        if (signer.isPresent()) {
            return signer.get().key(known.authority(), expected);
        }
        String place = place(known);
        if (place.startsWith(TOKEN)) {
            String label = place.substring(TOKEN.length());
            return token.orElseThrow(() -> new AuthorityFileException(
                            "the key \"" + label + "\" lies in a token, and bastion.yaml names none",
                            "token: {library: …, pin-file: …}"))
                    .key(label, expected);
        }
        String name = nameOf(known);
        if (isAtSigner(known) && !keys.file(name).exists()) {
            throw new AuthorityFileException(
                    "the key " + known.fingerprint() + " lies with a signer that stands apart",
                    "this is done there, or with 'signer' in bastion.yaml by bastion serve");
        }
        Ed25519Pair pair = read(name);
        if (!pair.sshKey().equals(expected)) {
            throw new AuthorityFileException(
                    "key file \"" + keys.directory().resolve(name)
                            + "\" holds another key than the ledger knows by that name",
                    "copy the right one from the bastion where it was made");
        }
        return pair;
    }

    /**
     * What signs for an authority now; its first key before any bastion has served.
     *
     * @throws AuthorityFileException if its file is missing or refused
     */
    public SshSigner signer(AccessState state, Authority authority) throws IOException {
        Optional<AuthorityKey> known = state.authorityKeys().stream()
                .filter(key -> key.authority() == authority && key.standing() == KeyStanding.SIGNER)
                .findFirst();
        return known.isPresent() ? open(known.get()) : read(firstName(authority));
    }

    /**
     * Holds a key against what is really there.
     *
     * @throws AuthorityFileException if its file is missing or refused
     * @throws SignerUnavailableException if the token cannot be reached or has it not
     */
    SshSigner openAndLook(AuthorityKey known) throws IOException {
        SshSigner opened = open(known);
        if (signer.isEmpty() && place(known).startsWith(TOKEN)) {
            SshSigner found = token.orElseThrow().find(place(known).substring(TOKEN.length()));
            if (!found.sshKey().equals(opened.sshKey())) {
                throw new SignerUnavailableException(
                        "the token has another key by the label of " + known.fingerprint(),
                        "look with: bastion ca list");
            }
        }
        return opened;
    }

    /** Makes a key of an authority in a file. */
    public Made makeFile(Authority authority, Set<String> places, SecureRandom random) throws IOException {
        String name = freeName(authority, places);
        AuthorityFile file = keys.file(name);
        Ed25519Pair pair = file.create("bastion " + authority.word() + " CA", random);
        fromFiles.put(name, pair);
        return new Made(pair, FILE + name);
    }

    /** Makes a key of an authority in the token. */
    public Made makeInToken(Authority authority, Set<String> places, EcdsaCurve curve) {
        String label = freeName(authority, places);
        SshSigner key = token.orElseThrow(() -> new SignerUnavailableException(
                        "bastion.yaml names no token", "token: {library: …, pin-file: …}"))
                .create(label, curve);
        return new Made(key, TOKEN + label);
    }

    private String freeName(Authority authority, Set<String> places) {
        Set<String> taken = places.stream()
                .map(place -> place.substring(place.indexOf(':') + 1))
                .collect(Collectors.toSet());
        return Stream.concat(
                        Stream.of(firstName(authority)),
                        IntStream.range(2, MOST_KEYS).mapToObj(number -> firstName(authority) + "-" + number))
                .filter(name -> !taken.contains(name))
                .filter(name -> !keys.file(name).exists())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("more than " + MOST_KEYS + " keys"));
    }

    private Ed25519Pair read(String name) throws IOException {
        try {
            return fromFiles.computeIfAbsent(name, missing -> {
                try {
                    return keys.file(missing).load();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Keys come back from a signer with the names that they had there. */
    private static String place(AuthorityKey known) {
        return isAtSigner(known) ? known.place().substring(SIGNER.length()) : known.place();
    }

    private static String nameOf(AuthorityKey known) throws IOException {
        String place = place(known);
        String name = place.startsWith(FILE) ? place.substring(FILE.length()) : "";
        if (!KeyFile.isAuthoritys(name)) {
            throw new AuthorityFileException(
                    "the ledger has a key at \"" + known.place() + "\", which is no place that is known here",
                    "use the bastion that wrote it");
        }
        return name;
    }

    /** The public half as the ledger has it. */
    static SshPublicKey publicKey(AuthorityKey known) {
        try {
            return SshPublicKey.parseLine(known.line());
        } catch (MalformedKeyException e) {
            throw new IllegalStateException("the ledger holds a key that is none: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        token.ifPresent(Pkcs11Token::close);
    }
}
