package dev.bastion.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** What ssh-keygen makes of every kind: each a file, from which the fuzzer sets out. */
final class FuzzSeeds {
    private static final List<String> TYPES =
            List.of("ed25519", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 3072", "sk-ed25519", "sk-ecdsa");

    private final Path work;
    private final SshKeygen keygen;
    private int made;

    /** Works in this directory, which is empty. */
    FuzzSeeds(Path work) {
        this.work = work;
        this.keygen = new SshKeygen(work);
    }

    /** One of each type, one with every option, and one of a host, which the checker refuses. */
    void certificates(Path into) throws IOException {
        keygen.key("ca-rsa", "rsa 3072");
        keygen.key("ca-ecdsa", "ecdsa 384");
        keygen.key("ca", "ed25519");
        for (String type : TYPES) {
            String authority = type.startsWith("rsa") ? "ca-rsa" : type.startsWith("ecdsa") ? "ca-ecdsa" : "ca";
            keep(into, certificate(authority, subject(type)).blob());
        }
        keep(into, certificate("ca", subject("sk-ed25519"), everyOption()).blob());
        keep(into, certificate("ca", subject("ed25519"), "-h").blob());
    }

    private static String[] everyOption() {
        return new String[] {
            "-O", "source-address=127.0.0.0/8,::1/128",
            "-O", "verify-required",
            "-O", "no-touch-required",
            "-O", "extension:grant@bastion.example=g-1",
            "-O", "extension:flag@bastion.example"
        };
    }

    private Certificate certificate(String authority, String name, String... options) {
        String[] all = new String[options.length + 8];
        System.arraycopy(
                new String[] {"-I", "person=alice", "-n", "alice", "-V", "20250101:20500101", "-z", "7"}, 0, all, 0, 8);
        System.arraycopy(options, 0, all, 8, options.length);
        return keygen.certificate(authority, name, all);
    }

    /** A list with every kind of section, one with serials alone, and an empty one. */
    void lists(Path into) throws IOException {
        keygen.key("ca", "ed25519");
        keygen.key("rsa", "rsa 3072");
        list(into, "");
        list(into, "serial: 1\nserial: 3\nserial: 5\nserial: 8\nserial: 1000-1001\nserial: 70000");
        list(
                into,
                "serial: 9\nserial: 40-4000\nid: person=bob\nid: person=carol\nsha1: " + keygen.read("rsa.pub")
                        + "\nsha256: " + keygen.read("ca.pub") + "\nkey: " + keygen.read("rsa.pub") + "\nhash: "
                        + keygen.publicKey("rsa").fingerprint());
    }

    private void list(Path into, String lines) throws IOException {
        keygen.write("lines", lines);
        keygen.run("-k", "-f", "made.krl", "-z", "7", "-s", "ca.pub", "lines");
        keep(into, keygen.readBytes("made.krl"));
    }

    /** The text of each, and what its base64 holds. */
    void signatures(Path into) throws IOException {
        keygen.write("message", "what is signed");
        for (String type : TYPES.subList(0, 5)) {
            Files.deleteIfExists(work.resolve("message.sig"));
            keygen.run("-q", "-Y", "sign", "-f", subject(type), "-n", "bastion-test", "message");
            String text = keygen.read("message.sig");
            keep(into, text.getBytes(StandardCharsets.US_ASCII));
            keep(into, Base64.getMimeDecoder().decode(text.replaceAll("-----.*-----", "")));
        }
    }

    /** A line of each type, the key in it, and the line of a certificate. */
    void keyLines(Path into) throws IOException {
        for (String type : TYPES) {
            String name = subject(type);
            keep(into, keygen.read(name + ".pub").getBytes(StandardCharsets.UTF_8));
            keep(into, keygen.publicKey(name).blob());
        }
        keygen.key("ca", "ed25519");
        keep(into, certificate("ca", subject("ed25519")).line("alice").getBytes(StandardCharsets.UTF_8));
    }

    private String subject(String type) {
        String name = "id" + made++;
        switch (type) {
            case "sk-ed25519" ->
                keygen.write(
                        name + ".pub", SoftAuthenticator.ed25519("ssh:").key().line());
            case "sk-ecdsa" ->
                keygen.write(
                        name + ".pub", SoftAuthenticator.ecdsa("ssh:").key().line());
            default -> keygen.key(name, type);
        }
        return name;
    }

    private void keep(Path into, byte[] seed) throws IOException {
        Files.write(into.resolve("seed-" + made++), seed);
    }
}
