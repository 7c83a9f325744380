package dev.bastion.control;

import dev.bastion.option.RevocableOptions;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.CertificateDesk;
import dev.bastion.policy.Decision;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    RevocableOptions revocable = new RevocableOptions();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for whom it concerns")
    String reason;

    @Override
    Outcome run(Call call) {
        if (revocable.count() + (id == null ? 0 : 1) != 1) {
            throw new UsageException("name one thing to revoke", HINT);
        }
        AccessDesk desk = call.context().desk();
        return id != null
                ? TakingAway.run(call, desk.revoke(call.name(), Typed.grant(id), reason))
                : taken(call, decider(call, desk.certificates()));
    }

    private Decider<Decision> decider(Call call, CertificateDesk desk) {
        return switch (revocable.thing()) {
            case RevocableOptions.Certificate certificate ->
                desk.revokeCertificate(call.name(), certificate.serial(), reason);
            case RevocableOptions.Named named -> desk.revoke(call.name(), named.kind(), named.what(), reason);
        };
    }

    /** The desk is asked on the state as it is, what was begun by it ends, and only then is the ledger written. */
    private static Outcome taken(Call call, Decider<Decision> decider) {
        Decided<Decision> before = decider.decide(call.state());
        if (before.events().isEmpty()) {
            return dev.bastion.control.Decided.outcome(call.unlessTheLedgerKnows(before.result(), decider), call);
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
