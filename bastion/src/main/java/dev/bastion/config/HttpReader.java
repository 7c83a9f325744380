package dev.bastion.config;

import static dev.bastion.config.ConfigKey.HTTP_LISTEN;
import static dev.bastion.config.ConfigKey.HTTP_TLS_CERTIFICATE;
import static dev.bastion.config.ConfigKey.HTTP_TLS_KEY;

import dev.bastion.config.Http.Tls;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.yaml.YamlMap;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** Reads the section {@code http}: off where it is left out, and never in the open beyond this machine. Stateless. */
final class HttpReader {
    private HttpReader() {}

    /**
     * @param path reads a path relative to the file
     */
    static Optional<Http> read(YamlMap section, boolean demo, BiFunction<YamlMap, ConfigKey, Optional<Path>> path) {
        Optional<HostPort> listen =
                section.value(HTTP_LISTEN.word()).flatMap(value -> value.hostPort(OptionalInt.empty()));
        Optional<Path> key = path.apply(section, HTTP_TLS_KEY);
        Optional<Path> certificate = path.apply(section, HTTP_TLS_CERTIFICATE);
        boolean tls = section.has(HTTP_TLS_KEY.word()) || section.has(HTTP_TLS_CERTIFICATE.word());
        if (tls && !(section.has(HTTP_TLS_KEY.word()) && section.has(HTTP_TLS_CERTIFICATE.word()))) {
            section.problem("key and certificate go together", "name both files, tls-key and tls-certificate");
        }
        if (tls && !section.has(HTTP_LISTEN.word())) {
            section.problem("nothing says where", "listen: \"0.0.0.0:8443\"");
        }
        boolean beyond =
                listen.filter(place -> !WebAddress.loopback(place.host())).isPresent();
        if (beyond && demo) {
            section.problem(HTTP_LISTEN.word(), "a demo listens on loopback only", "listen: \"127.0.0.1:8080\"");
        } else if (beyond && !tls) {
            section.problem(
                    HTTP_LISTEN.word(),
                    "it would answer in the open beyond this machine",
                    "name tls-key and tls-certificate, or listen on 127.0.0.1 behind a server that has them");
        }
        section.refuseUnknown();
        Optional<Tls> files = key.isPresent() && certificate.isPresent()
                ? Optional.of(new Tls(key.get(), certificate.get()))
                : Optional.empty();
        return listen.map(place -> new Http(place, files));
    }
}
