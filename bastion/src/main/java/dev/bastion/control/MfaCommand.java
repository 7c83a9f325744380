package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.factor.Enrolment;
import dev.bastion.factor.QrCode;
import dev.bastion.policy.Decision;
import dev.bastion.policy.FactorState;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "mfa")
final class MfaCommand extends ControlCommand {
    private static final String ENROL = "enrol";
    private static final String RESET = "reset";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CODE|enrol|reset",
            description = "a code to show; or 'enrol' for a new second factor; or 'reset' for administrators")
    String what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PERSON", description = "whose lost factor is taken away")
    String person;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why it is taken away")
    String reason = "";

    @Mixin
    CodeOption code = new CodeOption();

    @Override
    Outcome run(Call call) {
        if (what != null && what.equals(RESET)) {
            return reset(call);
        }
        if (person != null) {
            throw new UsageException(
                    "'%s' is one word too many".formatted(PlainText.line(person, 40)), "ssh bastion mfa --help");
        }
        if (what == null) {
            return standing(call);
        }
        return what.equals(ENROL) ? enrol(call) : show(call, what);
    }

    private static Outcome show(Call call, String typed) {
        String source = call.caller().proofs().source();
        return Decided.outcome(call.decide(call.context().factors().proof(call.name(), source, typed)), call);
    }

    private Outcome reset(Call call) {
        if (person == null) {
            throw new UsageException("PERSON is missing", "ssh bastion mfa reset alice --reason TEXT");
        }
        return Decided.outcome(
                call.decide(call.context().desk().people().resetFactor(call.name(), person, reason)), call);
    }

    private static Outcome standing(Call call) {
        Optional<FactorState> factor = call.state().factor(call.name());
        ObjectNode json = Json.object()
                .put("enrolled", factor.isPresent())
                .put("confirmed", factor.map(FactorState::confirmed).orElse(false))
                .put(
                        "recovery_codes",
                        factor.map(state -> state.recovery().size()).orElse(0));
        return Outcome.answer(json, Page.of(sentence(call, factor)));
    }

    private static String sentence(Call call, Optional<FactorState> factor) {
        if (factor.isEmpty()) {
            return "you have no second factor; enrol one: ssh -t %s mfa enrol".formatted(bastion(call));
        }
        if (!factor.get().confirmed()) {
            return "your second factor waits for its first code: ssh %s mfa 123456".formatted(bastion(call));
        }
        String locked = factor.get()
                .lockedUntil(call.now())
                .map(until -> "; it is locked until " + call.wording().moment(until))
                .orElse("");
        return "you have a second factor and %d recovery codes%s"
                .formatted(factor.get().recovery().size(), locked);
    }

    private Outcome enrol(Call call) {
        Enrolment draft = call.context().factors().draft(call.name());
        Decision decision = new FactorPrompt(call, code.typed())
                .through(() -> call.decide(call.context()
                        .desk()
                        .people()
                        .enrolFactor(
                                call.name(),
                                draft.sealed(),
                                draft.recoveryDigests(),
                                call.caller().proofs())));
        if (decision instanceof Decision.Refused refused) {
            return Decided.refused(refused);
        }
        return call.channel().terminal().isPresent() && !call.json() ? confirmed(call, draft) : drafted(call, draft);
    }

    private static Outcome drafted(Call call, Enrolment draft) {
        ObjectNode json = Json.object().put("uri", draft.uri()).put("secret", draft.secret());
        json.set("recovery_codes", Json.strings(draft.recovery()));
        return Outcome.answer(json, page(draft)).hint("ssh %s mfa 123456, with a code of it".formatted(bastion(call)));
    }

    /** Shown once, and good from the first right code on. */
    private static Outcome confirmed(Call call, Enrolment draft) {
        call.printer().answer(page(draft));
        call.printer().say("type the code that your app shows now");
        return TypedLine.read(call.channel().in())
                .map(typed -> show(call, typed))
                .orElseGet(() -> Outcome.refused(
                        "unconfirmed",
                        "the second factor waits for its first code",
                        "ssh %s mfa 123456".formatted(bastion(call))));
    }

    private static Page page(Enrolment draft) {
        Page page = new Page();
        QrCode.lines(draft.uri()).forEach(page::line);
        page.line("scan it, or type the secret: " + draft.secret())
                .blank()
                .line("recovery codes, each good once; keep them where the phone is not:");
        draft.recovery().forEach(one -> page.line("  " + one));
        return page.blank();
    }

    private static String bastion(Call call) {
        return call.context().profile().name();
    }
}
