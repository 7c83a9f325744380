package dev.bastion.certs;

/** For Jazzer: a decoder that gives in to a length of its input's choosing. What is to find faults must find this one. */
final class PlantedFaultFuzz {
    private PlantedFaultFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        WireReader reader = new WireReader(input);
        try {
            if (reader.readName("the type").equals(Ed25519Key.TYPE)) {
                int length = (int) reader.readUint32("the length");
                System.arraycopy(input, reader.position(), new byte[input.length], 0, length);
            }
        } catch (WireException e) {
            FuzzBounds.assertPrintable(e);
        }
    }
}
