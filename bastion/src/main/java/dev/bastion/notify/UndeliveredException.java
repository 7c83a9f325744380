package dev.bastion.notify;

import java.io.IOException;

/** It did not arrive for certain, and why, in our own words. */
final class UndeliveredException extends IOException {
    UndeliveredException(String message) {
        super(message);
    }

    UndeliveredException(String message, Throwable cause) {
        super(message, cause);
    }
}
