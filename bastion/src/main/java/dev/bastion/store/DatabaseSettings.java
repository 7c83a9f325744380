package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which database, and who we are in it. Immutable; the password appears in no text.
 *
 * @param url {@code jdbc:sqlite:…} with a path, or {@code jdbc:postgresql:…}
 * @param user of PostgreSQL
 * @param password of that user
 */
public record DatabaseSettings(String url, Optional<String> user, Optional<String> password) {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRES = "jdbc:postgresql:";

    public DatabaseSettings {
        requireNonNull(url, "url is null");
        requireNonNull(user, "user is null");
        requireNonNull(password, "password is null");
        if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRES)) {
            // The address is not shown: one with a password in it may have been mistyped.
            throw new IllegalArgumentException(
                    "the database's address begins neither with '" + SQLITE + "' nor with '" + POSTGRES + "'");
        }
    }

    /** An SQLite database in this file. */
    public static DatabaseSettings sqlite(Path file) {
        return new DatabaseSettings(SQLITE + file, Optional.empty(), Optional.empty());
    }

    boolean isSqlite() {
        return url.startsWith(SQLITE);
    }

    /** The file of an SQLite database. */
    Path sqliteFile() {
        return Path.of(url.substring(SQLITE.length())).toAbsolutePath();
    }

    @Override
    public String toString() {
        return isSqlite() ? url : "a PostgreSQL database";
    }
}
