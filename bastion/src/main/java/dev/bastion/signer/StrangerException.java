package dev.bastion.signer;

import java.io.IOException;

/** Whoever connected is known, and not who it should be: they may be told so. */
final class StrangerException extends IOException {
    private static final long serialVersionUID = 1L;

    StrangerException(String sentence) {
        super(sentence);
    }
}
