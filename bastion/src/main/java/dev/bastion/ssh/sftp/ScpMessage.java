package dev.bastion.ssh.sftp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line that the side which has the files sends. */
sealed interface ScpMessage {

    /** {@code Cmmmm size name}: so many bytes of content follow. */
    record File(String mode, long size, String name) implements ScpMessage {
        byte[] nameBytes() {
            return name.getBytes(StandardCharsets.ISO_8859_1);
        }

        /** A name that would land elsewhere than in the directory it is sent for; careful receivers refuse it. */
        boolean leavesDirectory() {
            return name.contains("/") || name.equals("..") || name.equals(".") || name.isEmpty();
        }
    }

    /** {@code Dmmmm 0 name}: what follows lies in this directory. */
    record Directory(String name) implements ScpMessage {}

    /** {@code E}: back to the directory above. */
    record Leave() implements ScpMessage {}

    /** {@code Tmtime usec atime usec}: the times of what comes next. */
    record Times() implements ScpMessage {}

    /** A warning or, if fatal, the last words. */
    record Complaint(String text) implements ScpMessage {}

    Pattern ENTRY = Pattern.compile("([CD])([0-7]{4,6}) ([0-9]{1,18}) (.*)", Pattern.DOTALL);
    Pattern TIMES = Pattern.compile("T[0-9]+ [0-9]+ [0-9]+ [0-9]+");

    /** Reads a line without its line feed; empty if it is none of these. */
    static Optional<ScpMessage> read(byte[] line) {
        if (line.length > 0 && (line[0] == 1 || line[0] == 2)) {
            return Optional.of(
                    new Complaint(new String(Arrays.copyOfRange(line, 1, line.length), StandardCharsets.UTF_8)));
        }
        // One char for each byte, so that a name comes out as it went in.
        String text = new String(line, StandardCharsets.ISO_8859_1);
        Matcher entry = ENTRY.matcher(text);
        if (entry.matches()) {
            return Optional.of(
                    entry.group(1).equals("D")
                            ? new Directory(entry.group(4))
                            : new File(entry.group(2), Long.parseLong(entry.group(3)), entry.group(4)));
        }
        if (text.equals("E")) {
            return Optional.of(new Leave());
        }
        return TIMES.matcher(text).matches() ? Optional.of(new Times()) : Optional.empty();
    }
}
