package dev.bastion.control;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Decision;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Disables at once, whatever the ledger does: what takes access away waits for nothing. */
@Command(name = "person")
final class PersonCommand extends ControlCommand {
    private static final Logger log = LoggerFactory.getLogger(PersonCommand.class);

    @Parameters(
            index = "0",
            paramLabel = "ACT",
            description = "disable, enable, or free: let another account of the provider have the name")
    String act;

    @Parameters(index = "1", paramLabel = "PERSON", description = "whom, by name")
    String name;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the ledger")
    String reason;

    @Override
    Outcome run(Call call) {
        return switch (act) {
            case "disable" -> disable(call);
            case "enable" ->
                Decided.outcome(call.decide(call.context().desk().people().enable(call.name(), name, reason)), call);
            case "free" ->
                Decided.outcome(call.decide(call.context().desk().people().freeName(call.name(), name, reason)), call);
            default ->
                throw new UsageException(
                        "'%s' is nothing that is done to a person".formatted(PlainText.line(act, 40)),
                        "ssh bastion person disable NAME --reason TEXT");
        };
    }

    private Outcome disable(Call call) {
        Decider<Decision> decider = call.context().desk().people().disable(call.name(), name, reason);
        var before = decider.decide(call.state());
        if (!(before.result() instanceof Decision.PersonChanged)) {
            return Decided.outcome(call.unlessTheLedgerKnows(before.result(), decider), call);
        }
        List<AccessEvent> ends = before.events();
        call.context().live().disable(name, ends);
        try {
            return Decided.outcome(call.decide(decider), call);
        } catch (LedgerException later) {
            log.warn("{} is disabled, and the ledger will be told late", name, later);
            return ((Outcome.Answered) Decided.outcome(before.result(), call))
                    .note("the ledger takes no entries now and is told later");
        }
    }
}
