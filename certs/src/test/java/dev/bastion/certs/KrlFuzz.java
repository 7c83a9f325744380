package dev.bastion.certs;

import static dev.bastion.certs.FuzzBounds.assertThat;

/**
 * For Jazzer: a revocation list is refused, or says the same when it is written back. Not byte for byte, for the format
 * has many ways to write one list: what we write is the one of them that stays as it is.
 */
final class KrlFuzz {
    private KrlFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        FuzzBounds.hold(input, () -> {
            try {
                Krl list = Krl.parse(input);
                byte[] written = list.encode();
                Krl again = Krl.parse(written);
                assertThat(list.equals(again), "it says the same when it is written back");
                assertThat(java.util.Arrays.equals(written, again.encode()), "it is written in one way");
            } catch (MalformedKrlException e) {
                FuzzBounds.assertPrintable(e);
            }
        });
    }
}
