package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The head of a tree as a text that gets signed: c2sp.org/tlog-checkpoint v1.0.0. A log never signs two checkpoints
 * of which one is not the beginning of the other.
 *
 * @param origin the log's name, shaped like an address without a scheme: {@code bastion.example/audit}
 * @param size how many leaves
 * @param root the hash over them
 * @param extensions further lines, not empty; the specification discourages them
 */
public record Checkpoint(String origin, long size, TreeHash root, List<String> extensions) {

    public Checkpoint {
        requireNonNull(root, "root is null");
        extensions = List.copyOf(extensions);
        checkLine("origin", requireNonNull(origin, "origin is null"));
        extensions.forEach(line -> checkLine("extension", line));
        if (size < 0) {
            throw new IllegalArgumentException("a tree cannot have " + size + " leaves");
        }
    }

    /** The head of this tree. */
    public static Checkpoint of(String origin, MerkleTree tree) {
        return new Checkpoint(origin, tree.size(), tree.root(), List.of());
    }

    /** Reads the text of a note. */
    public static Checkpoint parse(String text) throws MalformedNoteException {
        requireNonNull(text, "text is null");
        if (!text.endsWith("\n")) {
            throw new MalformedNoteException("a checkpoint ends with a line break");
        }
        var lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3) {
            throw new MalformedNoteException("a checkpoint has at least three lines, not " + lines.size());
        }
        try {
            return new Checkpoint(
                    lines.get(0), size(lines.get(1)), TreeHash.ofBase64(lines.get(2)), lines.subList(3, lines.size()));
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("a checkpoint is malformed: " + e.getMessage(), e);
        }
    }

    /** The lines, each ended by a line break: what gets signed. */
    public String text() {
        var text = new StringBuilder();
        text.append(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(root.base64())
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static long size(String digits) {
        if (!digits.matches("0|[1-9][0-9]{0,18}")) {
            throw new IllegalArgumentException("the size is not a decimal number without leading zeros");
        }
        return Long.parseLong(digits);
    }

    private static void checkLine(String what, String line) {
        if (line.isEmpty() || line.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("the " + what + " is empty or has a control character");
        }
    }
}
