package dev.bastion.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The file system's faults, whose own messages are often no more than a path. */
final class Sentences {
    private Sentences() {}

    static String of(IOException fault) {
        return switch (fault) {
            case NoSuchFileException missing -> "there is no file '%s'".formatted(missing.getFile());
            case AccessDeniedException denied -> "'%s' may not be read or written".formatted(denied.getFile());
            case FileSystemException other -> "'%s': %s".formatted(other.getFile(), other.getReason());
            default -> String.valueOf(fault.getMessage());
        };
    }
}
