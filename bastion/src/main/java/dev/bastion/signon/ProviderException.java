package dev.bastion.signon;

import java.io.IOException;

/**
 * The provider cannot be reached, or what it says cannot be used: a fault of it or of the way there, and no word about a
 * person. Its message is a sentence of ours that repeats nothing unescaped.
 */
final class ProviderException extends IOException {
    private static final long serialVersionUID = 1L;

    ProviderException(String sentence) {
        super(sentence);
    }

    ProviderException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
