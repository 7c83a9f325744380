package dev.bastion.ssh;

import java.io.IOException;

/** A peer broke the SSH protocol; whoever throws this has begun to end the session, last words included. */
final class BrokenProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenProtocolException(String message) {
        super(message);
    }
}
