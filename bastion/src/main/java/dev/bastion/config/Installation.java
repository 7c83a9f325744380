package dev.bastion.config;

import dev.bastion.certs.AuthorityFileException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What an installation is called in everything that it signs, from the day it was made: tree heads and grant tokens. The
 * bastion's own names may change; heads and tokens that were signed before must still verify. Written once, in a file
 * beside the keys. Immutable.
 *
 * @param name the name that it was made under, a dash and eight random digits, so that no two share it
 */
public record Installation(String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,262}");
    private static final int RANDOM_BYTES = 4;

    public Installation {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"%s\" is no name of an installation".formatted(name));
        }
    }

    /** Where it is written. */
    public static Path file(BastionConfig.Keys keys) {
        return keys.directory().resolve("installation");
    }

    /**
     * Names a new installation and writes the name; the directory of the keys must be there.
     *
     * @param bastion what the bastion is called as it is made
     * @throws FileAlreadyExistsException if there is a name already, which is never overwritten
     */
    public static Installation create(BastionConfig.Keys keys, String bastion, SecureRandom random) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        Installation made = new Installation(bastion + "-" + HexFormat.of().formatHex(bytes));
        Path file = file(keys);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        Files.writeString(file, made.name + "\n", StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        return made;
    }

    /**
     * Reads the name.
     *
     * @throws AuthorityFileException if there is none, or what is there is none
     */
    public static Installation read(BastionConfig.Keys keys) throws IOException {
        Path file = file(keys);
        try {
            return new Installation(Files.readString(file).strip());
        } catch (NoSuchFileException missing) {
            throw new AuthorityFileException(
                    "\"%s\" is missing, by whose name the ledger and the grants are signed".formatted(file),
                    "put it back from a backup; keys older than this file signed by the first of names in"
                            + " bastion.yaml, which then is its content");
        } catch (IllegalArgumentException malformed) {
            throw new AuthorityFileException(
                    "\"%s\" holds no name of an installation".formatted(file), "put it back from a backup");
        }
    }

    /** The origin of the ledger's tree heads (c2sp.org/tlog-checkpoint): a URL without scheme. */
    public String origin() {
        return name + "/ledger";
    }

    /** The issuer in grant tokens. */
    public String issuer() {
        return name;
    }
}
