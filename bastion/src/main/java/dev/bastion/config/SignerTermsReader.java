package dev.bastion.config;

import static dev.bastion.config.ConfigKey.SIGNER_ADDRESS;
import static dev.bastion.config.ConfigKey.SIGNER_BASTION;
import static dev.bastion.config.ConfigKey.SIGNER_CLIENT;
import static dev.bastion.config.ConfigKey.SIGNER_PER_MINUTE;
import static dev.bastion.config.ConfigKey.SIGNER_SOCKET;
import static dev.bastion.config.ConfigKey.SIGNER_TLS_CERTIFICATE;
import static dev.bastion.config.ConfigKey.SIGNER_TLS_KEY;
import static dev.bastion.config.ConfigKey.SIGNER_TLS_TRUSTED;

import dev.bastion.policy.text.HostNames;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** Reads the section {@code signer}. Stateless. */
final class SignerTermsReader {
    private static final int PER_MINUTE = 600;
    private static final int MOST_PER_MINUTE = 1_000_000;
    /** What a path of a Unix socket may be long (unix(7)), without its end. */
    private static final int LONGEST_SOCKET = 107;

    private static final List<ConfigKey> TLS = List.of(SIGNER_TLS_KEY, SIGNER_TLS_CERTIFICATE, SIGNER_TLS_TRUSTED);

    private final BiFunction<YamlMap, ConfigKey, Optional<Path>> paths;
    private final boolean demo;

    /**
     * A reader.
     *
     * @param paths reads a path relative to the file
     */
    SignerTermsReader(BiFunction<YamlMap, ConfigKey, Optional<Path>> paths, boolean demo) {
        this.paths = paths;
        this.demo = demo;
    }

    Optional<SignerTerms> read(YamlMap section) {
        Optional<SignerPlace> place = place(section);
        Optional<Path> bastion = paths.apply(section, SIGNER_BASTION);
        Optional<String> client = section.text(SIGNER_CLIENT.word());
        int perMinute =
                section.number(SIGNER_PER_MINUTE.word(), 1, MOST_PER_MINUTE).orElse(PER_MINUTE);
        boolean more = bastion.isPresent() || client.isPresent() || section.has(SIGNER_PER_MINUTE.word());
        if (more && !section.has(SIGNER_SOCKET.word()) && !section.has(SIGNER_ADDRESS.word())) {
            section.problem("the signer has no place", "socket: /run/bastion-signer/socket");
        }
        if (bastion.isPresent() && section.has(SIGNER_ADDRESS.word())) {
            requireName(section, client);
        }
        section.refuseUnknown();
        return place.map(at -> new SignerTerms(at, bastion, client, perMinute));
    }

    private Optional<SignerPlace> place(YamlMap section) {
        Optional<SignerPlace> socket = section.value(SIGNER_SOCKET.word())
                .flatMap(value -> paths.apply(section, SIGNER_SOCKET).filter(path -> shortEnough(value, path)))
                .map(SignerPlace.OnSocket::new);
        Optional<SignerPlace> address = overTls(section);
        if (section.has(SIGNER_SOCKET.word()) && section.has(SIGNER_ADDRESS.word())) {
            section.problem(
                    SIGNER_ADDRESS.word(),
                    "the signer has a socket and an address",
                    "socket on the same machine, address across a network");
        }
        return socket.or(() -> address);
    }

    private Optional<SignerPlace> overTls(YamlMap section) {
        Optional<HostPort> address = section.value(SIGNER_ADDRESS.word()).flatMap(this::address);
        boolean here = section.has(SIGNER_ADDRESS.word());
        for (ConfigKey key : TLS) {
            if (here != section.has(key.word())) {
                section.problem(
                        key.word(),
                        here ? "this is missing" : "this is for a signer with an address",
                        here ? key.word() + ": FILE" : "address: \"signer.example:8022\"");
            }
        }
        Optional<Path> key = paths.apply(section, SIGNER_TLS_KEY);
        Optional<Path> certificate = paths.apply(section, SIGNER_TLS_CERTIFICATE);
        Optional<Path> trusted = paths.apply(section, SIGNER_TLS_TRUSTED);
        return address.isPresent() && key.isPresent() && certificate.isPresent() && trusted.isPresent()
                ? Optional.of(new SignerPlace.OverTls(address.get(), key.get(), certificate.get(), trusted.get()))
                : Optional.empty();
    }

    private Optional<HostPort> address(YamlValue value) {
        Optional<HostPort> place = value.hostPort(OptionalInt.empty());
        if (demo && place.filter(at -> !WebAddress.loopback(at.host())).isPresent()) {
            value.problem("a demo stays on this machine", "address: \"127.0.0.1:8022\"");
        }
        return place;
    }

    /** Any certificate that an authority gave would do without one, and an authority gives many. */
    private static void requireName(YamlMap section, Optional<String> client) {
        if (client.isEmpty()) {
            section.problem("nothing says whom to sign for", "client: bastion.example");
        } else if (!HostNames.isName(client.get())) {
            section.problem(
                    SIGNER_CLIENT.word(),
                    "over TLS this is the name in the bastion's certificate, and this is no host name",
                    "client: bastion.example");
        }
    }

    private static boolean shortEnough(YamlValue value, Path path) {
        boolean fits = path.toString().length() <= LONGEST_SOCKET;
        if (!fits) {
            value.problem("the path is longer than a socket's may be", "at most " + LONGEST_SOCKET + " characters");
        }
        return fits;
    }
}
