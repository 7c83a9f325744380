package dev.bastion.control;

/** How a word in an answer is coloured where colour helps; the words say the same without it. */
enum Tone {
    PLAIN(""),
    TITLE("1"),
    GOOD("32"),
    WAITING("33"),
    BAD("31"),
    PAST("2");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The text between the colour and its end (SGR). */
    String paint(String text) {
        return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
