package dev.bastion.config;

import static dev.bastion.config.ConfigKey.SIGNER_BASTION;
import static dev.bastion.config.ConfigKey.SIGNER_CLIENT;
import static dev.bastion.config.ConfigKey.SIGNER_PER_MINUTE;
import static dev.bastion.config.ConfigKey.SIGNER_SOCKET;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the section {@code signer}. Stateless. */
final class SignerTermsReader {
    private static final int PER_MINUTE = 600;
    private static final int MOST_PER_MINUTE = 1_000_000;
    /** What a path of a Unix socket may be long (unix(7)), without its end. */
    private static final int LONGEST_SOCKET = 107;

    private final BiFunction<YamlMap, ConfigKey, Optional<Path>> paths;

    SignerTermsReader(BiFunction<YamlMap, ConfigKey, Optional<Path>> paths) {
        this.paths = paths;
    }

    Optional<SignerTerms> read(YamlMap section) {
        Optional<Path> socket = section.value(SIGNER_SOCKET.word())
                .flatMap(value -> paths.apply(section, SIGNER_SOCKET).filter(path -> shortEnough(value, path)));
        Optional<Path> bastion = paths.apply(section, SIGNER_BASTION);
        Optional<String> client = section.text(SIGNER_CLIENT.word());
        int perMinute =
                section.number(SIGNER_PER_MINUTE.word(), 1, MOST_PER_MINUTE).orElse(PER_MINUTE);
        boolean more = bastion.isPresent() || client.isPresent() || section.has(SIGNER_PER_MINUTE.word());
        if (more && !section.has(SIGNER_SOCKET.word())) {
            section.problem("the signer has no socket", "socket: /run/bastion-signer/socket");
        }
        section.refuseUnknown();
        return socket.map(path -> new SignerTerms(path, bastion, client, perMinute));
    }

    private static boolean shortEnough(YamlValue value, Path path) {
        boolean fits = path.toString().length() <= LONGEST_SOCKET;
        if (!fits) {
            value.problem("the path is longer than a socket's may be", "at most " + LONGEST_SOCKET + " characters");
        }
        return fits;
    }
}
