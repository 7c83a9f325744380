package dev.bastion.config;

import static dev.bastion.config.ConfigKey.*;

import dev.bastion.config.TargetCredential.Kind;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the section {@code credentials}. That a file or a variable gives a secret is tried here, so that {@code check} says
 * it; a command is not run.
 */
final class CredentialsReader {
    private static final int WORDS = 32;

    private final SecretReader secrets;
    private final Path base;
    private final Set<String> named = new HashSet<>();

    CredentialsReader(SecretReader secrets, Path base) {
        this.secrets = secrets;
        this.base = base;
    }

    List<TargetCredential> read(List<YamlValue> items) {
        return items.stream()
                .flatMap(item -> item.map().flatMap(this::credential).stream())
                .toList();
    }

    private Optional<TargetCredential> credential(YamlMap map) {
        Optional<String> target = map.required(CREDENTIALS_TARGET.word()).flatMap(YamlValue::text);
        Optional<String> login = map.required(CREDENTIALS_LOGIN.word()).flatMap(YamlValue::text);
        Optional<SecretSource> password =
                source(map, CREDENTIALS_PASSWORD_FILE, CREDENTIALS_PASSWORD_ENV, CREDENTIALS_PASSWORD_COMMAND);
        Optional<SecretSource> key = source(map, CREDENTIALS_KEY_FILE, CREDENTIALS_KEY_ENV, CREDENTIALS_KEY_COMMAND);
        boolean once = once(map);
        map.refuseUnknown();
        if (target.isEmpty() || login.isEmpty() || !once) {
            return Optional.empty();
        }
        if (!named.add(target.get() + "\n" + login.get())) {
            map.problem("'%s' on '%s' is there twice".formatted(login.get(), target.get()), "keep one of them");
        }
        return password.map(secret -> new TargetCredential(target.get(), login.get(), Kind.PASSWORD, secret))
                .or(() -> key.map(secret -> new TargetCredential(target.get(), login.get(), Kind.KEY, secret)));
    }

    private static boolean once(YamlMap map) {
        long given = Stream.of(
                        CREDENTIALS_PASSWORD_FILE,
                        CREDENTIALS_PASSWORD_ENV,
                        CREDENTIALS_PASSWORD_COMMAND,
                        CREDENTIALS_KEY_FILE,
                        CREDENTIALS_KEY_ENV,
                        CREDENTIALS_KEY_COMMAND)
                .filter(one -> map.has(one.word()))
                .count();
        if (given != 1) {
            map.problem(
                    given == 0 ? "the secret is missing" : "the secret is given more than once",
                    "one of password-file, password-env, password-command, key-file, key-env and key-command");
        }
        return given == 1;
    }

    private Optional<SecretSource> source(YamlMap map, ConfigKey file, ConfigKey variable, ConfigKey command) {
        if (map.has(command.word())) {
            return command(map, command);
        }
        Optional<Secret> tried = secrets.read(map, file, variable);
        return map.has(file.word())
                ? tried.flatMap(secret -> map.text(file.word()))
                        .map(path -> new SecretSource.InFile(base.resolve(path).normalize()))
                : tried.flatMap(
                        secret -> map.text(variable.word()).map(name -> new SecretSource.InVariable(name, secret)));
    }

    /** Without a shell and without a search: what runs is what is named. */
    private static Optional<SecretSource> command(YamlMap map, ConfigKey command) {
        List<String> words = new ArrayList<>();
        for (YamlValue item : map.filledList(command.word(), "[/usr/bin/vault, read, …]")) {
            item.text().ifPresent(words::add);
        }
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (!words.getFirst().startsWith("/") || words.size() > WORDS) {
            map.problem(
                    command.word(),
                    words.size() > WORDS
                            ? "these are more than %d words".formatted(WORDS)
                            : "the program is not named by its whole path",
                    "[/usr/bin/vault, read, …]; no shell reads it");
            return Optional.empty();
        }
        return Optional.of(new SecretSource.ByCommand(words));
    }
}
