package dev.bastion.control;

import dev.bastion.certs.Fingerprints;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Decision;
import dev.bastion.policy.RevocationKind;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a grant, a certificate, a key or an authority away, at once and whatever the ledger does. */
@Command(name = "revoke")
final class RevokeCommand extends ControlCommand {
    private static final Logger log = LoggerFactory.getLogger(RevokeCommand.class);
    private static final String HINT =
            "ssh bastion revoke g-41 --reason TEXT, or one of --serial, --key-id, --key, --person, --authority";

    @Parameters(arity = "0..1", paramLabel = "GRANT", description = "the grant, like g-41")
    String id;

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

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for whom it concerns")
    String reason;

    @Override
    Outcome run(Call call) {
        if (Stream.of(id, serial, keyId, key, person, authority)
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new UsageException("name one thing to revoke", HINT);
        }
        AccessDesk desk = call.context().desk();
        return id != null
                ? TakingAway.run(call, desk.revoke(call.name(), Typed.grant(id), reason))
                : taken(call, decider(call, desk));
    }

    private Decider<Decision> decider(Call call, AccessDesk desk) {
        if (serial != null) {
            return desk.certificates().revokeCertificate(call.name(), Typed.serial(serial), reason);
        }
        if (keyId != null) {
            return desk.certificates().revoke(call.name(), RevocationKind.KEY_ID, keyId, reason);
        }
        if (key != null) {
            return desk.certificates().revoke(call.name(), RevocationKind.KEY, fingerprint(key), reason);
        }
        return person != null
                ? desk.certificates().revoke(call.name(), RevocationKind.PERSON, person, reason)
                : desk.certificates().revoke(call.name(), RevocationKind.AUTHORITY, fingerprint(authority), reason);
    }

    /** As ssh-keygen prints it; anything else is left for the desk to refuse. */
    private static String fingerprint(String typed) {
        return Fingerprints.isOne(typed) ? Fingerprints.canonical(typed) : typed;
    }

    /** The desk is asked on the state as it is, what was begun by it ends, and only then is the ledger written. */
    private static Outcome taken(Call call, Decider<Decision> decider) {
        Decided<Decision> before = decider.decide(call.state());
        if (before.events().isEmpty()) {
            return dev.bastion.control.Decided.outcome(before.result(), call);
        }
        before.events().forEach(call.context().live()::revoke);
        Optional<LedgerException> late = written(call, decider);
        Outcome.Answered answer = (Outcome.Answered) dev.bastion.control.Decided.outcome(before.result(), call);
        return late.isEmpty() ? answer : answer.note("the ledger takes no entries now and is told later");
    }

    private static Optional<LedgerException> written(Call call, Decider<Decision> decider) {
        try {
            call.decide(decider);
            return Optional.empty();
        } catch (LedgerException later) {
            log.warn("something is revoked, and the ledger will be told late", later);
            return Optional.of(later);
        }
    }
}
