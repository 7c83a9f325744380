package dev.bastion.config;

import static dev.bastion.config.ConfigKey.*;

import dev.bastion.certs.Pkcs11Token;
import dev.bastion.config.BastionConfig.Database;
import dev.bastion.config.BastionConfig.Keys;
import dev.bastion.config.BastionConfig.Onward;
import dev.bastion.config.BastionConfig.Recordings;
import dev.bastion.config.BastionConfig.Token;
import dev.bastion.policy.text.HostNames;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.yaml.Problem;
import dev.bastion.policy.yaml.Problems;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads bastion.yaml and finds everything that is wrong with it at once: by key, line and column. Unknown keys are errors,
 * secrets come from files or the environment, relative paths are relative to the file.
 */
public final class ConfigReader {
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;
    private static final long LARGEST = 1L << 50;

    private final Path file;
    private final Path base;
    private final SecretReader secrets;
    private final Problems problems = new Problems();

    private ConfigReader(Path file, Map<String, String> environment) {
        this.file = file.toAbsolutePath().normalize();
        this.base = this.file.getParent();
        this.secrets = new SecretReader(base, environment);
    }

    /**
     * Reads a file.
     *
     * @param environment where secrets may be
     */
    public static ConfigReading read(Path file, Map<String, String> environment) {
        try {
            return parse(Files.readString(file), file, environment);
        } catch (CharacterCodingException binary) {
            return unreadable("the file is not text in UTF-8", "write it again in UTF-8");
        } catch (IOException missing) {
            return unreadable(
                    Files.exists(file) ? "the file cannot be read" : "there is no such file",
                    "bastion init makes one, --config names another");
        }
    }

    /**
     * Reads a text.
     *
     * @param file where it is from, which its relative paths are relative to
     */
    public static ConfigReading parse(String text, Path file, Map<String, String> environment) {
        return new ConfigReader(file, environment).read(text);
    }

    private static ConfigReading unreadable(String message, String hint) {
        return new ConfigReading.Broken(List.of(new Problem("", 0, 0, message, hint)));
    }

    private ConfigReading read(String text) {
        Optional<BastionConfig> config = YamlMap.read(text, problems).flatMap(this::read);
        return problems.none() && config.isPresent()
                ? new ConfigReading.Accepted(config.get())
                : new ConfigReading.Broken(problems.all());
    }

    /** Every part is read, so that every problem is found, before the first that is missing ends it. */
    private Optional<BastionConfig> read(YamlMap top) {
        readVersion(top);
        boolean demo = top.flag(DEMO.word()).orElse(false);
        Optional<HostPort> listen = top.required(LISTEN.word()).flatMap(value -> listen(value, demo));
        Optional<HostPort> clients = top.hostPort(CLIENT_ADDRESS.word(), OptionalInt.of(22));
        List<String> names = top.required(NAMES.word()).map(this::names).orElse(List.of());
        Path data = path(top, DATA).orElse(base.resolve("data"));
        Database database = database(section(top, DATABASE_URL), data);
        Path policy = path(top, POLICY).orElse(base.resolve("access.yaml"));
        PolicyControl control = PolicyControlReader.read(section(top, POLICY_CONTROL_CEILING));
        PeopleTerms people = PeopleTermsReader.read(section(top, PEOPLE_DISABLE_AFTER));
        Optional<Token> token = token(section(top, TOKEN_LIBRARY));
        Keys keys = keys(section(top, KEYS_DIRECTORY), token, demo);
        Optional<SignerTerms> signer = new SignerTermsReader(this::path, demo).read(section(top, SIGNER_SOCKET));
        Recordings recordings = recordings(section(top, RECORDINGS_DIRECTORY), data);
        Optional<Path> headCopy = path(top, HEAD_COPY);
        Onward onward = onward(section(top, ONWARD_SOURCE_ADDRESS));
        Duration keepalive = top.duration(KEEPALIVE.word(), Duration.ofSeconds(1), Duration.ofHours(1))
                .orElse(Duration.ofMinutes(5));
        List<TargetCredential> credentials =
                new CredentialsReader(secrets, base).read(top.list(CREDENTIALS_TARGET.list()));
        Notices notices = new NoticesReader(secrets, demo).read(section(top, NOTIFY_WEBHOOK_URL));
        Path krl = krl(section(top, KRL_FILE), data);
        Optional<Http> http = HttpReader.read(section(top, HTTP_LISTEN), demo, this::path);
        Optional<SingleSignOn> signOn = top.map(SINGLE_SIGN_ON_ISSUER.section())
                .flatMap(section -> new SingleSignOnReader(secrets, demo).read(section));
        String shellLine = top.text(SHELL_LINE.word()).orElse(DEFAULT_SHELL_LINE);
        top.refuseUnknown();
        if (listen.isEmpty() || names.isEmpty() || !problems.none()) {
            return Optional.empty();
        }
        return Optional.of(new BastionConfig(
                file,
                demo,
                listen.get(),
                clients.orElse(reached(listen.get(), names.getFirst())),
                names,
                data,
                database,
                policy,
                control,
                people,
                keys,
                signer,
                recordings,
                headCopy,
                onward,
                keepalive,
                credentials,
                notices,
                krl,
                http,
                signOn,
                shellLine));
    }

    private static void readVersion(YamlMap top) {
        top.required(VERSION.word()).ifPresent(value -> {
            if (value.text().filter(text -> !text.equals("1")).isPresent()) {
                value.problem(
                        "this bastion reads version 1", "write 'version: 1', or use the bastion it was written for");
            }
        });
    }

    private static Optional<HostPort> listen(YamlValue value, boolean demo) {
        Optional<HostPort> place = value.hostPort(OptionalInt.empty());
        if (demo && place.isPresent() && !WebAddress.loopback(place.get().host())) {
            value.problem(
                    "a demo listens on loopback only, not on '%s'"
                            .formatted(place.get().host()),
                    "listen: \"127.0.0.1:%d\"".formatted(place.get().port()));
        }
        return place;
    }

    private static HostPort reached(HostPort listen, String name) {
        boolean everywhere = HostNames.address(listen.host())
                .filter(InetAddress::isAnyLocalAddress)
                .isPresent();
        return everywhere ? new HostPort(name, listen.port()) : listen;
    }

    private List<String> names(YamlValue value) {
        List<YamlValue> items = value.list();
        if (value.isList() && items.isEmpty()) {
            value.problem("the bastion has no name", "names: [bastion]");
        }
        items.forEach(item -> item.text()
                .filter(name -> !HostNames.isName(name))
                .ifPresent(
                        name -> item.problem("'%s' is no host name".formatted(name), "letters, digits, '-' and '.'")));
        return items.stream().flatMap(item -> item.text().stream()).toList();
    }

    private Database database(YamlMap section, Path data) {
        String url = section.value(DATABASE_URL.word())
                .flatMap(this::url)
                .orElse("jdbc:sqlite:" + data.resolve("bastion.db"));
        Optional<String> user = section.text(DATABASE_USER.word());
        Optional<Secret> password = secrets.read(section, DATABASE_PASSWORD_FILE, DATABASE_PASSWORD_ENV);
        section.refuseUnknown();
        return new Database(url, user, password);
    }

    private Optional<String> url(YamlValue value) {
        return value.text().flatMap(text -> {
            if (text.startsWith(Database.SQLITE) && text.length() > Database.SQLITE.length()) {
                return resolve(value, text.substring(Database.SQLITE.length())).map(path -> Database.SQLITE + path);
            }
            if (text.startsWith(Database.POSTGRESQL)) {
                refusePasswordIn(text, value);
                return Optional.of(text);
            }
            // The text is not shown: it may hold a password.
            value.problem(
                    "this is no address of a database that is known here",
                    "jdbc:sqlite:data/bastion.db or jdbc:postgresql://host/name");
            return Optional.empty();
        });
    }

    private static void refusePasswordIn(String url, YamlValue value) {
        if (url.contains("password=") || url.contains("@")) {
            value.problem("the address holds a password", "give it with password-file or password-env");
        }
    }

    private Keys keys(YamlMap section, Optional<Token> token, boolean demo) {
        Path directory = path(section, KEYS_DIRECTORY).orElse(base.resolve("keys"));
        Optional<Secret> passphrase = secrets.read(section, KEYS_PASSPHRASE_FILE, KEYS_PASSPHRASE_ENV);
        boolean named = section.has(KEYS_PASSPHRASE_FILE.word()) || section.has(KEYS_PASSPHRASE_ENV.word());
        if (!demo && !named) {
            problems.add(new Problem(
                    KEYS_PASSPHRASE_FILE.path(),
                    0,
                    0,
                    "the keys are not encrypted",
                    "name the file with their passphrase, or say 'demo: true' to try it out"));
        }
        section.refuseUnknown();
        return new Keys(directory, passphrase, token);
    }

    private Optional<Token> token(YamlMap section) {
        Optional<YamlValue> library = section.value(TOKEN_LIBRARY.word());
        OptionalLong slot =
                section.value(TOKEN_SLOT.word()).map(ConfigReader::slot).orElse(OptionalLong.empty());
        Optional<Secret> pin = secrets.read(section, TOKEN_PIN_FILE, TOKEN_PIN_ENV);
        boolean pinNamed = section.has(TOKEN_PIN_FILE.word()) || section.has(TOKEN_PIN_ENV.word());
        if (library.isPresent() && !pinNamed) {
            section.problem("the token's PIN is missing", "name its file with pin-file, or say pin-env");
        }
        if (library.isEmpty() && (pinNamed || slot.isPresent())) {
            section.problem("the token has no driver", "library: /usr/lib/softhsm/libsofthsm2.so");
        }
        section.refuseUnknown();
        return library.flatMap(value ->
                        value.text().flatMap(text -> resolve(value, text)).flatMap(path -> place(value, path, slot)))
                .flatMap(place -> pin.map(known -> new Token(place, known)));
    }

    private static Optional<Pkcs11Token.Place> place(YamlValue value, Path library, OptionalLong slot) {
        try {
            return Optional.of(new Pkcs11Token.Place(library, slot));
        } catch (IllegalArgumentException odd) {
            value.problem("this path cannot be given to a driver", "without blanks, quotes and dollars");
            return Optional.empty();
        }
    }

    private static OptionalLong slot(YamlValue value) {
        Optional<String> text = value.text();
        if (text.filter(digits -> digits.matches("[0-9]{1,9}|1[0-9]{9}|20[0-9]{8}"))
                .isPresent()) {
            return OptionalLong.of(Long.parseLong(text.get()));
        }
        text.ifPresent(odd -> value.problem("'%s' is no number of a slot".formatted(odd), "pkcs11-tool -L shows them"));
        return OptionalLong.empty();
    }

    private Recordings recordings(YamlMap section, Path data) {
        Path directory = path(section, RECORDINGS_DIRECTORY).orElse(data.resolve("recordings"));
        long budget = section.size(RECORDINGS_SESSION_BUDGET.word(), MEBIBYTE, LARGEST)
                .orElse(2 * GIBIBYTE);
        long reserve = section.size(RECORDINGS_RESERVE.word(), 0, LARGEST).orElse(GIBIBYTE);
        boolean digests = section.flag(RECORDINGS_DIGESTS.word()).orElse(true);
        boolean input = section.flag(RECORDINGS_INPUT.word()).orElse(true);
        section.refuseUnknown();
        return new Recordings(directory, budget, reserve, digests, input);
    }

    private Onward onward(YamlMap section) {
        Optional<InetAddress> source = section.value(ONWARD_SOURCE_ADDRESS.word())
                .flatMap(value -> value.text().flatMap(text -> {
                    Optional<InetAddress> address = HostNames.address(text);
                    if (address.isEmpty()) {
                        value.problem("'%s' is no IP address".formatted(text), "write it like 10.0.0.2");
                    }
                    return address;
                }));
        section.refuseUnknown();
        return new Onward(source);
    }

    private Path krl(YamlMap section, Path data) {
        Path file = path(section, KRL_FILE).orElse(data.resolve("revoked.krl"));
        section.refuseUnknown();
        return file;
    }

    /** A section that is left out is one without keys. */
    private YamlMap section(YamlMap top, ConfigKey inIt) {
        return top.map(inIt.section())
                .orElseGet(() -> YamlMap.read("{}", problems).orElseThrow());
    }

    private Optional<Path> path(YamlMap map, ConfigKey key) {
        return map.value(key.word()).flatMap(value -> value.text().flatMap(text -> resolve(value, text)));
    }

    private Optional<Path> resolve(YamlValue value, String text) {
        try {
            return Optional.of(base.resolve(text).normalize());
        } catch (InvalidPathException impossible) {
            value.problem("this is no path", "write it like ./data");
            return Optional.empty();
        }
    }
}
