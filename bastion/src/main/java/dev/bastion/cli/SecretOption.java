package dev.bastion.cli;

import dev.bastion.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A passphrase given on the command line by file or by environment, never by itself. */
final class SecretOption {
    private SecretOption() {}

    static Secret read(Surroundings around, Path file, String variable) throws IOException {
        if (file != null && variable != null) {
            throw new Complaint("the passphrase is given twice", "keep one of --passphrase-file and --passphrase-env");
        }
        String text = file != null
                ? Files.readString(around.path(file)).stripTrailing()
                : around.environment().getOrDefault(variable, "");
        if (text.isEmpty()) {
            throw new Complaint("the passphrase is empty", "put one line of text there");
        }
        return new Secret(text);
    }
}
