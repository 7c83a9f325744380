package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

/**
 * The end of a recording: every file closed, on disk and listed in {@code SHA256SUM}.
 *
 * @param session number of the session
 * @param sha256 digest of the file {@code SHA256SUM}, 64 hexadecimal digits; it goes into the ledger
 * @param bytes what the files hold together
 * @param unrecordedBytes what passed and is not kept
 * @param withheldLines lines of input that were withheld
 */
public record Seal(long session, String sha256, long bytes, long unrecordedBytes, int withheldLines) {

    public Seal {
        requireNonNull(sha256, "sha256 is null");
    }
}
