package dev.bastion.enrol;

/** What an enrolment script does; the word is the script's own. */
public enum Act {
    ENROL("enrol"),
    REPORT("report"),
    CONFIRM("confirm"),
    UNDO("undo");

    private final String word;

    Act(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
