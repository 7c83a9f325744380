package dev.bastion.config;

import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a secret from the file or from the environment variable that a key names; never from the text itself. */
final class SecretReader {
    private static final int LONGEST = 16 << 10;

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Path base;
    private final Map<String, String> environment;

    SecretReader(Path base, Map<String, String> environment) {
        this.base = base;
        this.environment = environment;
    }

    /** The secret, when either key is there and gives one. */
    Optional<Secret> read(YamlMap section, ConfigKey file, ConfigKey variable) {
        Optional<YamlValue> inFile = section.value(file.word());
        Optional<YamlValue> inEnvironment = section.value(variable.word());
        if (inFile.isPresent() && inEnvironment.isPresent()) {
            inEnvironment
                    .get()
                    .problem(
                            "the secret is given twice",
                            "keep one of %s and %s".formatted(file.word(), variable.word()));
        }
        return inFile.isPresent() ? inFile.flatMap(this::fromFile) : inEnvironment.flatMap(this::fromEnvironment);
    }

    private Optional<Secret> fromEnvironment(YamlValue value) {
        Optional<String> name = value.text();
        if (name.isPresent() && !VARIABLE.matcher(name.get()).matches()) {
            // Not shown: it may be the secret itself.
            value.problem(
                    "this is no name of a variable", "letters, digits and '_'; the secret stands in the variable");
            return Optional.empty();
        }
        Optional<Secret> secret =
                name.map(environment::get).filter(text -> !text.isEmpty()).map(Secret::new);
        if (name.isPresent() && secret.isEmpty()) {
            value.problem(
                    "the environment has no variable '%s', or it is empty".formatted(name.get()),
                    "set it where the bastion is started");
        }
        return secret;
    }

    private Optional<Secret> fromFile(YamlValue value) {
        return value.text().map(base::resolve).flatMap(path -> {
            try {
                return Optional.of(content(path));
            } catch (IOException | IllegalArgumentException unreadable) {
                value.problem(
                        "'%s' gives no secret: %s".formatted(path, why(unreadable)), "chmod 600 and one line of text");
                return Optional.empty();
            }
        });
    }

    private static Secret content(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("there is no such file");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("everybody may read it");
        }
        if (Files.size(path) > LONGEST) {
            throw new IOException("it is longer than %d bytes".formatted(LONGEST));
        }
        return new Secret(Files.readString(path).stripTrailing());
    }

    /** The file system's own words only where they are ours: they could hold what stands in the file. */
    private static String why(Exception unreadable) {
        return unreadable.getClass() == IOException.class || unreadable instanceof IllegalArgumentException
                ? unreadable.getMessage()
                : "it cannot be read";
    }
}
