package dev.bastion.cli;

import dev.bastion.certs.Fingerprints;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Decision;
import dev.bastion.policy.RevocationKind;
import dev.bastion.policy.text.Plain;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Revokes by whoever rules the server; a bastion that runs acts on it within a second, and hosts with their next list. */
@Command(
        name = "revoke",
        description = "take back a certificate, a key or an authority: what was begun by it ends within a second",
        sortOptions = false)
final class CaRevokeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--serial", paramLabel = "N", description = "one certificate, of a person or a host")
    String serial;

    @Option(names = "--key-id", paramLabel = "TEXT", description = "the certificates with this key ID")
    String keyId;

    @Option(
            names = "--key",
            paramLabel = "SHA256:…",
            description = "a key, by itself and in every certificate, for good")
    String key;

    @Option(names = "--person", paramLabel = "NAME", description = "the certificates that this person has now")
    String person;

    @Option(
            names = "--authority",
            paramLabel = "SHA256:…",
            description = "an authority, with everything that it has signed and will sign, for good")
    String authority;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the ledger")
    String reason;

    @Mixin
    ByOption by = new ByOption();

    @Mixin
    ConfigOption config = new ConfigOption();

    CaRevokeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        long named = Stream.of(serial, keyId, key, person, authority)
                .filter(Objects::nonNull)
                .count();
        if (named != 1) {
            throw new Complaint(
                    "name one thing to revoke", "one of --serial, --key-id, --key, --person and --authority");
        }
        try (ServerDesk server = ServerDesk.open(config.read(around), around)) {
            Decision decision = server.decide(decider(server.desk()));
            if (decision instanceof Decision.Refused refused) {
                return new RefusedException(refused.sentence(), refused.hint()).tell(around);
            }
            around.out().println(decision.sentence());
            return ExitCode.DONE;
        }
    }

    private Decider<Decision> decider(AccessDesk desk) {
        if (serial != null) {
            return desk.certificates().revokeCertificateHere(by.who(), number(serial), reason);
        }
        if (keyId != null) {
            return desk.certificates().revokeHere(by.who(), RevocationKind.KEY_ID, keyId, reason);
        }
        if (key != null) {
            return desk.certificates().revokeHere(by.who(), RevocationKind.KEY, fingerprint(key), reason);
        }
        return person != null
                ? desk.certificates().revokeHere(by.who(), RevocationKind.PERSON, person, reason)
                : desk.certificates().revokeHere(by.who(), RevocationKind.AUTHORITY, fingerprint(authority), reason);
    }

    private static long number(String typed) {
        try {
            long number = Long.parseUnsignedLong(typed);
            if (number != 0) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Said below.
        }
        throw new Complaint(
                "'%s' is no serial".formatted(Plain.shown(typed)), "ssh-keygen -L -f FILE prints it, a number above 0");
    }

    /** As ssh-keygen prints it; anything else is left for the desk to refuse. */
    private static String fingerprint(String typed) {
        return Fingerprints.isOne(typed) ? Fingerprints.canonical(typed) : typed;
    }
}
