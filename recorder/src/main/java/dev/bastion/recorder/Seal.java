package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.mask.MaskKind;
import java.util.Map;

/**
 * The end of a recording: every file closed, on disk and listed in {@code SHA256SUM}.
 *
 * @param session number of the session
 * @param sha256 digest of the file {@code SHA256SUM}, 64 hexadecimal digits; it goes into the ledger
 * @param bytes what the files hold together
 * @param unrecordedBytes what passed and is not kept
 * @param withheldLines lines of input that were withheld
 * @param masked how often each kind was masked
 */
public record Seal(
        long session, String sha256, long bytes, long unrecordedBytes, int withheldLines, Map<MaskKind, Long> masked) {

    public Seal {
        requireNonNull(sha256, "sha256 is null");
        masked = Map.copyOf(masked);
    }
}
