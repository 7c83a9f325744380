package dev.bastion.recorder;

/** Which way bytes go. */
public enum Direction {
    /** From the person to the host: typed, uploaded. */
    TO_TARGET("to-target"),
    /** From the host to the person: printed, downloaded. */
    TO_PERSON("to-person");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The word in files. */
    public String word() {
        return word;
    }
}
