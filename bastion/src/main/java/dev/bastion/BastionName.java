package dev.bastion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * By what the ledger tells a bastion from others that share it: a name that its data directory keeps from the first start on.
 * Two never have the same directory, and one that is started on it again is the one that was killed.
 */
final class BastionName {
    private static final Pattern NAME = Pattern.compile("[!-~]{1,300}");
    private static final int RANDOM_BYTES = 4;

    private BastionName() {}

    /**
     * The name in this directory, made where there is none; for whoever holds the directory's lock.
     *
     * @param machine what a new one begins with, for people
     * @throws IOException if there is a file that holds no name
     */
    static String in(Path data, String machine, SecureRandom random) throws IOException {
        Path file = data.resolve("bastion-name");
        if (!Files.exists(file)) {
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            Path made = data.resolve("bastion-name.new");
            Files.writeString(
                    made,
                    machine + "/" + HexFormat.of().formatHex(bytes) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        }
        String name = Files.readString(file).strip();
        if (!NAME.matcher(name).matches()) {
            throw new IOException("'%s' holds no name of a bastion".formatted(file));
        }
        return name;
    }
}
