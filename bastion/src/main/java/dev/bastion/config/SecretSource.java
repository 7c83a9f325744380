package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/** Where a secret is taken from, each time that it is needed. Immutable. */
public sealed interface SecretSource {
    /** The content of a file, which may change while the bastion runs. */
    record InFile(Path file) implements SecretSource {
        public InFile {
            requireNonNull(file, "file is null");
        }
    }

    /** What a variable of the environment held when the bastion was started. */
    record InVariable(String name, Secret secret) implements SecretSource {
        public InVariable {
            requireNonNull(name, "name is null");
            requireNonNull(secret, "secret is null");
        }
    }

    /**
     * What a program prints, for example a vault's.
     *
     * @param words the program, absolute, and its arguments; no shell reads them
     */
    record ByCommand(List<String> words) implements SecretSource {
        public ByCommand {
            words = List.copyOf(words);
            if (words.isEmpty()) {
                throw new IllegalArgumentException("a command has no words");
            }
        }
    }
}
