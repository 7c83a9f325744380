package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFile;
import dev.bastion.certs.Pkcs11Token;
import dev.bastion.policy.text.HostPort;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What bastion.yaml says, checked. Every path is absolute; secrets are read. Immutable.
 *
 * @param file the file itself
 * @param demo loopback only, every banner says so, and what would be an error in production is none
 * @param listen where people connect
 * @param clientAddress what clients connect to; port 0 where the port is only known once it listens
 * @param names the bastion's own names, the principals of its own host certificate; never a target's
 * @param data the directory of everything that it writes
 * @param database where ledger and tables lie
 * @param policy access.yaml
 * @param policyControl to what this site holds its policies
 * @param people how long people keep access whom nobody sees
 * @param keys the directory of the authorities and the other keys
 * @param signer the signer that stands apart; the keys of the authorities are here when empty
 * @param recordings where recordings lie, and their limits
 * @param headCopy the second path of the newest signed head, on another disk where there is one
 * @param onward the connections to the targets
 * @param keepalive how long a person's client or a target may be silent before it is asked whether it is there
 * @param credentials what opens logins that no certificate opens
 * @param notices who is told of what happens
 * @param krl the list of what is revoked, for hosts
 * @param http where it answers over HTTP, if it does
 * @param singleSignOn the provider whose people may sign on, if any
 * @param shellLine the line with which a shell begins; {@code {target}}, {@code {login}}, {@code
 *     {grant}} and {@code {end}} are filled in
 */
public record BastionConfig(
        Path file,
        boolean demo,
        HostPort listen,
        HostPort clientAddress,
        List<String> names,
        Path data,
        Database database,
        Path policy,
        PolicyControl policyControl,
        PeopleTerms people,
        Keys keys,
        Optional<SignerTerms> signer,
        Recordings recordings,
        Optional<Path> headCopy,
        Onward onward,
        Duration keepalive,
        List<TargetCredential> credentials,
        Notices notices,
        Path krl,
        Optional<Http> http,
        Optional<SingleSignOn> singleSignOn,
        String shellLine) {
    public BastionConfig {
        requireNonNull(file, "file is null");
        requireNonNull(listen, "listen is null");
        requireNonNull(clientAddress, "clientAddress is null");
        names = List.copyOf(names);
        requireNonNull(data, "data is null");
        requireNonNull(database, "database is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(policyControl, "policyControl is null");
        requireNonNull(people, "people is null");
        requireNonNull(keys, "keys is null");
        requireNonNull(signer, "signer is null");
        requireNonNull(recordings, "recordings is null");
        requireNonNull(headCopy, "headCopy is null");
        requireNonNull(onward, "onward is null");
        requireNonNull(keepalive, "keepalive is null");
        credentials = List.copyOf(credentials);
        requireNonNull(notices, "notices is null");
        requireNonNull(krl, "krl is null");
        requireNonNull(http, "http is null");
        requireNonNull(singleSignOn, "singleSignOn is null");
        requireNonNull(shellLine, "shellLine is null");
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the bastion has no name");
        }
    }

    /**
     * Where ledger and tables lie.
     *
     * @param url a JDBC address, of SQLite with an absolute path or of PostgreSQL
     * @param user the database's user, where it has one
     * @param password that user's password
     */
    public record Database(String url, Optional<String> user, Optional<Secret> password) {
        static final String SQLITE = "jdbc:sqlite:";
        static final String POSTGRESQL = "jdbc:postgresql:";

        public Database {
            requireNonNull(url, "url is null");
            requireNonNull(user, "user is null");
            requireNonNull(password, "password is null");
        }
    }

    /**
     * The keys: {@code access-ca}, {@code target-ca}, {@code host-ca}, {@code host-key}, {@code grant-token} and {@code
     * tree-head}, each with its {@code .pub} beside it.
     *
     * @param directory where they lie
     * @param passphrase what opens them; absent only in a demo
     * @param token where keys of the authorities lie that are in no file
     */
    public record Keys(Path directory, Optional<Secret> passphrase, Optional<Token> token) {
        public Keys {
            requireNonNull(directory, "directory is null");
            requireNonNull(passphrase, "passphrase is null");
            requireNonNull(token, "token is null");
        }

        /** All of them in files. */
        public Keys(Path directory, Optional<Secret> passphrase) {
            this(directory, passphrase, Optional.empty());
        }

        /** The file of that name: encrypted where there is a passphrase, so that a plain one is refused. */
        public AuthorityFile file(String name) {
            Path path = directory.resolve(name);
            return passphrase
                    .map(secret -> new AuthorityFile(path, secret.chars()))
                    .orElseGet(() -> new AuthorityFile(path));
        }

        /** Where the keys of the faces lie. */
        public Path faces() {
            return directory.resolve("faces");
        }
    }

    /**
     * A PKCS#11 token.
     *
     * @param place its driver and slot
     * @param pin what opens it
     */
    public record Token(Pkcs11Token.Place place, Secret pin) {
        public Token {
            requireNonNull(place, "place is null");
            requireNonNull(pin, "pin is null");
        }
    }

    /**
     * Where recordings lie, and their limits.
     *
     * @param directory one directory per session in it
     * @param sessionBudget bytes that one session may record
     * @param reserve free bytes below which no new session starts
     * @param digests whether the content of transferred files is digested
     * @param input whether what people type is recorded
     */
    public record Recordings(Path directory, long sessionBudget, long reserve, boolean digests, boolean input) {
        public Recordings {
            requireNonNull(directory, "directory is null");
            if (sessionBudget <= 0 || reserve < 0) {
                throw new IllegalArgumentException(
                        "budget %d or reserve %d is no number of bytes".formatted(sessionBudget, reserve));
            }
        }
    }

    /**
     * The connections to the targets.
     *
     * @param sourceAddress the address that the targets see, written into the onward certificates
     */
    public record Onward(Optional<InetAddress> sourceAddress) {
        public Onward {
            requireNonNull(sourceAddress, "sourceAddress is null");
        }
    }
}
