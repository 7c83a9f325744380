package dev.bastion.ssh;

/** A channel cannot go on: a malformed stream, or a limit of its rule. The sentence is for the person. */
final class ChannelEndsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChannelEndsException(String sentence) {
        super(sentence, null, false, false);
    }
}
