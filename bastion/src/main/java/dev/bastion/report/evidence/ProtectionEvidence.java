package dev.bastion.report.evidence;

import dev.bastion.config.BastionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Who may read the files of the bastion, and whether its keys are encrypted. */
final class ProtectionEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        BastionConfig config = grounds.config();
        Showing showing = new Showing()
                .figure("the bastion's keys are encrypted by a passphrase: "
                        + (config.keys().passphrase().isPresent() ? "yes" : "no"));
        for (Path directory : List.of(
                config.data(), config.recordings().directory(), config.keys().directory())) {
            look(directory, showing);
        }
        return showing.gapIf(config.keys().passphrase().isEmpty(), "the keys are not encrypted")
                .finding();
    }

    private static void look(Path directory, Showing showing) {
        try {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(directory);
            showing.figure("%s %s".formatted(PosixFilePermissions.toString(modes), directory))
                    .gapIf(
                            modes.contains(PosixFilePermission.OTHERS_READ)
                                    || modes.contains(PosixFilePermission.OTHERS_WRITE)
                                    || modes.contains(PosixFilePermission.OTHERS_EXECUTE),
                            "every account of this machine gets into " + directory);
        } catch (IOException | UnsupportedOperationException unknown) {
            showing.gap("who may read " + directory + " cannot be told");
        }
    }
}
