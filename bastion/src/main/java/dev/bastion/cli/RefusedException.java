package dev.bastion.cli;

/** What was asked for was understood and is refused: a sentence and what to do instead. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    RefusedException(String sentence, String hint) {
        super(sentence, null, false, false);
        this.hint = hint;
    }

    int tell(Surroundings around) {
        around.say(getMessage());
        if (!hint.isEmpty()) {
            around.hint(hint);
        }
        return ExitCode.REFUSED;
    }
}
